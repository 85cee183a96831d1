---- MODULE Clock ----
EXTENDS Naturals, Sequences
CONSTANT Max
VARIABLES hour, log

\* Die Uhr
Init == /\ hour \in 1..Max
        /\ log = <<>>
Tick == \/ /\ hour < Max
           /\ hour' = hour + 1
           /\ log' = Append(log, hour)
        \/ /\ hour = Max
           /\ hour' = 1
           /\ UNCHANGED log
Fair == \A h \in 1..Max : \E n \in Nat : n > h => TRUE
Spec == Init /\ [][Tick]_<<hour, log>>
Pick(S) == CHOOSE x \in S : IF x > 2 THEN TRUE ELSE FALSE
====
