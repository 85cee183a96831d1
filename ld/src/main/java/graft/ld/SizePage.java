package graft.ld;

/// A page that shows sizes as a treemap: nested boxes by object and symbol, or by section. It needs
/// nothing else, and no network.
final class SizePage {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Sizes</title>
      <style>
        body { margin: 0; font: 13px/1.3 system-ui, sans-serif; color: #222; background: #fff; }
        header { display: flex; gap: 12px; align-items: center; height: 40px; padding: 0 12px;
          background: #f4f4f6; border-bottom: 1px solid #ccc; }
        #path { flex: 1; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
        #path a { color: #0645ad; cursor: pointer; }
        #map { position: absolute; top: 41px; left: 0; right: 340px; bottom: 0; overflow: hidden; }
        #map div { position: absolute; box-sizing: border-box; overflow: hidden; cursor: pointer;
          border: 1px solid rgba(255, 255, 255, .8); font-size: 11px; white-space: nowrap;
          text-overflow: ellipsis; padding: 0 3px; }
        #map div:hover { outline: 2px solid #222; outline-offset: -2px; }
        #map .found { box-shadow: inset 0 0 0 3px #d00; }
        #list { position: absolute; top: 41px; right: 0; width: 339px; bottom: 0; overflow: auto;
          border-left: 1px solid #ccc; }
        table { border-collapse: collapse; width: 100%; table-layout: fixed; }
        td { padding: 2px 8px; border-bottom: 1px solid #eee; overflow: hidden;
          text-overflow: ellipsis; white-space: nowrap; }
        td.n { width: 76px; text-align: right; font-variant-numeric: tabular-nums; }
        tr.in { cursor: pointer; } tr:hover { background: #f0f0ff; }
      </style>
      <header>
        <b id="total"></b><span id="path"></span>
        <label>by <select id="by"><option value="object">object</option>
          <option value="section">section</option></select></label>
        <input id="find" type="search" placeholder="find" aria-label="find">
      </header>
      <div id="map"></div><div id="list"></div>
      <script>
      const data = DATA;
      const get = id => document.getElementById(id);
      const bytes = n => n.toLocaleString("en") + " B";
      const share = n => (100 * n / data.total).toFixed(n < data.total / 100 ? 2 : 1) + "%";
      const base = p => p.slice(p.lastIndexOf("/") + 1);
      let root, shown;
      function tree(by) {
        const top = { name: "all", size: 0, kids: new Map() };
        for (const r of data.rows) {
          const where = r.archive ? [r.archive, r.object] : [r.object];
          const symbol = r.symbol === r.section ? "" : r.symbol;
          const parts = by === "section" ? [r.section, ...where, symbol] : [...where, symbol, r.section];
          let node = top; node.size += r.size;
          for (const part of parts) {
            if (!part) continue;
            const name = where.includes(part) ? base(part) : part;
            if (!node.kids.has(part))
              node.kids.set(part, { name, full: part, size: 0, kids: new Map(), up: node });
            node = node.kids.get(part); node.size += r.size; node.section = r.section;
          }
        }
        return top;
      }
      const sorted = node => [...node.kids.values()].sort((a, b) => b.size - a.size);
      function split(nodes, x, y, w, h, out) {
        if (!nodes.length) return;
        if (nodes.length === 1) { out.push([nodes[0], x, y, w, h]); return; }
        const total = nodes.reduce((s, n) => s + n.size, 0);
        let i = 0, sum = 0;
        while (i < nodes.length - 1 && (i === 0 || sum + nodes[i].size / 2 < total / 2))
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
      function hue(text) {
        let h = 7; for (const c of text) h = (h * 31 + c.charCodeAt(0)) % 360; return h;
      }
      function draw(node, x, y, w, h, depth, color) {
        const boxes = []; split(sorted(node), x, y, w, h, boxes);
        for (const [n, x, y, w, h] of boxes) {
          if (w < 3 || h < 3) continue;
          const tint = depth ? color : hue(n.name);
          const box = document.createElement("div");
          box.style.cssText = `left:${x}px;top:${y}px;width:${w}px;height:${h}px;` +
            `background:hsl(${tint},60%,${n.kids.size ? 72 + depth * 5 : 86}%)`;
          if (w > 30 && h > 12) box.textContent = n.name + " " + bytes(n.size);
          box.title = n.full + "\\n" + bytes(n.size) + ", " + share(n.size);
          box.dataset.name = n.name.toLowerCase();
          box.onclick = () => n.kids.size ? show(n) : show(n.up);
          get("map").append(box);
          if (n.kids.size && depth < 2 && w > 40 && h > 30)
            draw(n, x + 3, y + 16, w - 6, h - 19, depth + 1, tint);
        }
      }
      function find() {
        const text = get("find").value.toLowerCase();
        for (const box of get("map").children)
          box.classList.toggle("found", text !== "" && box.dataset.name.includes(text));
        for (const row of get("list").querySelectorAll("tr"))
          row.hidden = text !== "" && !row.textContent.toLowerCase().includes(text);
      }
      function show(node) {
        shown = node;
        get("map").textContent = ""; get("path").textContent = "";
        const way = []; for (let n = node; n; n = n.up) way.unshift(n);
        for (const n of way) {
          const a = document.createElement("a");
          a.textContent = n.name; a.onclick = () => show(n);
          get("path").append(n.up ? " / " : "", a);
        }
        get("path").append(": " + bytes(node.size) + ", " + share(node.size));
        draw(node, 0, 0, get("map").clientWidth, get("map").clientHeight, 0, 0);
        const table = document.createElement("table");
        for (const n of sorted(node)) {
          const row = table.insertRow();
          for (const [text, kind] of [[n.size.toLocaleString("en"), "n"], [n.name, ""]]) {
            const cell = row.insertCell(); cell.textContent = text; cell.className = kind;
          }
          row.title = n.full;
          if (n.kids.size) { row.className = "in"; row.onclick = () => show(n); }
        }
        get("list").replaceChildren(table);
        find();
      }
      get("total").textContent = bytes(data.total);
      get("by").onchange = () => show(root = tree(get("by").value));
      get("find").oninput = find;
      onresize = () => show(shown);
      show(root = tree("object"));
      </script>
      """;

  private SizePage() {}

  static String of(String json) {
    return PAGE.replace("DATA", json);
  }
}
