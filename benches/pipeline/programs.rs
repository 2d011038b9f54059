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

/// The shop with a promise for every hundred rules: half of them with a workload on both ends, half
/// with `any` or `*` on one.
pub(crate) fn promised(rules: usize) -> String {
    let workloads = (rules / 10).max(2);
    let mut text = shop(rules);
    let mut random = Random(0xdeed);
    for promise in 0..rules / 100 {
        let (source, target) = (random.below(workloads), random.below(workloads));
        deny(&mut text, promise, source, target);
    }
    text
}

/// As many rules and promises in files of a hundred, each of a team with ten workloads of its own that
/// talk to each other and to what all teams share; and the base file that isolates all pods.
pub(crate) fn spread(rules: usize) -> Vec<(String, String)> {
    let shared = 20;
    let mut base = String::from("namespace shop\ndefault deny\nallow * -> dns\n");
    for workload in 0..shared {
        let _ = writeln!(base, "workload shared-{workload}");
    }
    let mut files = vec![("base.netpol".to_owned(), base)];
    let mut random = Random(0x5eed);
    for team in 0..rules / 100 {
        let mut text = format!("use \"base.netpol\"\nprefix team-{team}\nnamespace shop\n");
        let own = |workload: usize| team * 10 + workload;
        for workload in 0..10 {
            let _ = writeln!(text, "workload service-{}", own(workload));
        }
        for rule in 0..100 {
            let source = own(rule % 10);
            let port = 8000 + random.below(20);
            let _ = if random.below(4) == 0 {
                let target = random.below(shared);
                writeln!(text, "allow service-{source} -> shared-{target}:{port}")
            } else {
                let target = own(random.below(10));
                writeln!(text, "allow service-{source} -> service-{target}:{port}")
            };
        }
        let (source, target) = (own(random.below(10)), own(random.below(10)));
        deny(&mut text, team, source, target);
        files.push((format!("team-{team}.netpol"), text));
    }
    files
}

/// Writes a promise that no rule breaks.
fn deny(text: &mut String, promise: usize, source: usize, target: usize) {
    let _ = match promise % 4 {
        0 | 2 => writeln!(text, "deny service-{source} -> service-{target}:9000"),
        1 => writeln!(text, "deny any -> service-{target}:22"),
        _ => writeln!(text, "deny service-{source} -> *:22"),
    };
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
