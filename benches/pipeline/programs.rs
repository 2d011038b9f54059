//! Programs of any size, the same every time.

use std::fmt::Write;

/// A namespace under `default deny` with a tenth as many workloads as rules, each rule between two of
/// them on one of a few ports, with a reason now and then.
pub(crate) fn shop(rules: usize) -> String {
    let workloads = (rules / 10).max(2);
    let mut text = String::from("namespace shop\ndefault deny\nallow * -> dns\n");
    for workload in 0..workloads {
        let _ = writeln!(text, "workload service-{workload}");
    }
    let mut random = Random(0x5eed);
    for rule in 0..rules {
        let (source, target) = (random.below(workloads), random.below(workloads));
        let port = 8000 + random.below(20);
        let reason = if rule % 10 == 0 {
            " because \"ticket SEC-1182\""
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "allow service-{source} -> service-{target}:{port}{reason}"
        );
    }
    text
}

/// Isolations that cover parts of many sources: half of the workloads are isolated for egress one by
/// one, and sources overlap them by another key.
pub(crate) fn partly_isolated(rules: usize) -> String {
    let workloads = (rules / 10).max(2);
    let mut text = String::from("namespace shop\n");
    for workload in 0..workloads {
        let _ = writeln!(text, "workload service-{workload}");
        if workload % 2 == 0 {
            let _ = writeln!(text, "isolate [app=service-{workload}, tier=web] egress");
        }
    }
    let mut random = Random(0x5eed);
    for _ in 0..rules {
        let (source, target) = (random.below(workloads), random.below(workloads));
        let port = 8000 + random.below(20);
        let _ = writeln!(text, "allow service-{source} -> service-{target}:{port}");
    }
    text
}

/// A linear congruential generator: enough for programs that look alike but are not regular.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}
