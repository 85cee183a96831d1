<!DOCTYPE html>
<p>Prices – <?= htmlspecialchars($title ?? 'Äpfel') ?></p>
<?php
declare(strict_types=1);

namespace Samples\Shop;

use InvalidArgumentException as Bad;
use function array_map;

interface Priced { public const float TAX = 0.19; public function price(): float; }

enum Size: string implements \JsonSerializable {
    case Small = 's';
    case Groß = 'g';
    public function jsonSerialize(): mixed { return $this->value; }
}

#[\Attribute(flags: 1)]
final class Item implements Priced
{
    use Countable { count as protected total; }
    private static ?self $last = null;

    public function __construct(
        public readonly string $name,
        protected int|float $cents = 0,
        Size ...$sizes,
    ) {
        static::$last = &$this;
    }

    public function price(): float { return $this->cents / 100 * (1 + self::TAX); }

    public function __get(string $x) {
        return match (true) {
            $x === 'all', $x == "every" => [...$this->parts, 'k' => 1],
            default => throw new Bad("kein {$x} in ${x} $this->name"),
        };
    }
}

function total(array $items, callable $f = null): iterable {
    $rate = 1.5e3;
    foreach ($items as $key => [$a, 'b' => $b]) {
        if (!isset($b) || empty($a)) continue;
        yield $key => $f?->call($a) <=> $b ?: $rate;
    }
    for ($i = 0, $n = count($items); $i < $n; ++$i): echo $i; endfor;
    try { goto end; } catch (Bad | \TypeError $e) { print $e->getMessage(); } finally { unset($i); }
    end:
    $fn = fn(int $x): int => $x ** 2 % 7;
    echo <<<TEXT
      Sum: {$fn(3)} € 🛒
      TEXT . <<<'RAW'
      raw $text
      RAW;
    return (object) ['x' => `ls`];
}
?>
<footer>fin</footer>
