//! A ring buffer: comptime, errors, optionals, slices.
const std = @import("std");

pub const Full = error{RingFull};

/// Holds some – nicht viele.
pub fn Ring(comptime T: type, comptime n: usize) type {
    return struct {
        items: [n]T = undefined,
        head: usize = 0,
        len: usize = 0,
        const Self = @This();

        pub fn push(self: *Self, item: T) Full!void {
            if (self.len == n) return error.RingFull;
            self.items[(self.head + self.len) % n] = item;
            self.len += 1;
        }

        pub fn pop(self: *Self) ?T {
            if (self.len == 0) return null;
            defer self.len -= 1;
            const item = self.items[self.head];
            self.head = (self.head + 1) % n;
            return item;
        }
    };
}

const Kind = enum(u8) { a = 0x1f, b };

test "ring" {
    var ring = Ring(u32, 4){};
    try ring.push(3);
    const x = ring.pop() orelse unreachable;
    switch (x) {
        0...2 => |v| std.debug.print("{d} ü\n", .{v}),
        else => {},
    }
    var i: usize = 0;
    while (i < 3) : (i += 1) {
        if (i == 2) break;
    }
    ring.push(1) catch |err| return err;
}
