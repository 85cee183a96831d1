# Copies files: parameters, pipelines, classes, here-strings.
param([Parameter(Mandatory = $true)][string]$Ziel, [switch]$Force)

class Entry {
    [string]$Name
    hidden [int]$Size = 0
    Entry([string]$n) { $this.Name = $n }
    [string] ToString() { return "$($this.Name): $($this.Size)" }
}

function Get-Größe {
    [CmdletBinding()]
    param([string[]]$Path)
    process {
        foreach ($p in $Path) {
            try { Get-ChildItem -Path $p -Recurse | Where-Object { $_.Length -gt 1KB } | Select-Object -First 3 }
            catch [System.IO.IOException] { Write-Warning "kaputt: $_" } finally { }
        }
    }
}

$map = @{ one = 1; 'zwei' = @(1, 2, 3) }
if ($map.one -eq 1 -and -not $Force) { "yes" } elseif ($null -ne $x) { [math]::Sqrt(2) } else { throw "no" }
switch -Regex ($Ziel) { '^a' { 1 } default { $text = @"
here $Ziel ☃
"@ } }
for ($i = 0; $i -lt 3; $i++) { $map["k$i"] += $i * 0x1F }
