def half(a, b:
    return a +

class
    pass

if True
  print("ü)
    x = [1, 2
def good():
    return {"ok": True}
