package graft.ld;

/// A page that shows sizes as a treemap: nested boxes by archive, object and symbol.
final class SizePage {
  private static final String PAGE =
      """
      <!doctype html>
      <meta charset="utf-8">
      <title>Sizes</title>
      <style>
        body { margin: 0; font: 12px sans-serif; }
        #path { padding: 6px; height: 16px; }
        #map { position: absolute; top: 28px; left: 0; right: 0; bottom: 0; }
        #map div { position: absolute; box-sizing: border-box; overflow: hidden;
          border: 1px solid #fff; padding: 1px 3px; cursor: pointer; white-space: nowrap; }
      </style>
      <div id="path"></div><div id="map"></div>
      <script>
      const data = DATA;
      const root = { name: "all", size: 0, children: new Map() };
      for (const r of data.rows) {
        let node = root; node.size += r.size;
        for (const part of [r.section, r.archive || r.object, r.archive ? r.object : "", r.symbol]) {
          if (!part) continue;
          if (!node.children.has(part))
            node.children.set(part, { name: part, size: 0, children: new Map(), up: node });
          node = node.children.get(part); node.size += r.size;
        }
      }
      const map = document.getElementById("map"), path = document.getElementById("path");
      function split(nodes, x, y, w, h, out) {
        if (!nodes.length) return;
        if (nodes.length === 1) { out.push([nodes[0], x, y, w, h]); return; }
        const total = nodes.reduce((s, n) => s + n.size, 0);
        let i = 0, sum = 0;
        while (i < nodes.length - 1 && (sum === 0 || sum + nodes[i].size / 2 < total / 2))
          sum += nodes[i++].size;
        const f = sum / total;
        if (w > h) {
          split(nodes.slice(0, i), x, y, w * f, h, out);
          split(nodes.slice(i), x + w * f, y, w * (1 - f), h, out);
        } else {
          split(nodes.slice(0, i), x, y, w, h * f, out);
          split(nodes.slice(i), x, y + h * f, w, h * (1 - f), out);
        }
      }
      function show(node) {
        map.textContent = "";
        const names = []; for (let n = node; n; n = n.up) names.unshift(n.name);
        path.textContent = names.join(" / ") + ": " + node.size + " bytes (click: into; here: back)";
        path.onclick = () => node.up && show(node.up);
        const boxes = [];
        split([...node.children.values()].sort((a, b) => b.size - a.size), 0, 0,
          map.clientWidth, map.clientHeight, boxes);
        for (const [n, x, y, w, h] of boxes) {
          if (w < 2 || h < 2) continue;
          const box = document.createElement("div");
          let hash = 0; for (const c of n.name) hash = (hash * 31 + c.charCodeAt(0)) % 360;
          box.style.cssText = `left:${x}px;top:${y}px;width:${w}px;height:${h}px;background:hsl(${hash},55%,80%)`;
          box.textContent = n.name + " " + n.size; box.title = n.name + "\\n" + n.size + " bytes";
          box.onclick = () => n.children.size && show(n);
          map.append(box);
        }
      }
      let shown = root; show(root); onresize = () => show(shown);
      </script>
      """;

  private SizePage() {}

  static String of(String json) {
    return PAGE.replace("DATA", json);
  }
}
