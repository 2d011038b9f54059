//! A name that the manifests give means what they say of it: programs with names and `:service`, beside the
//! same programs with everything written out, by code that asks no compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use netpolc::driver::{Inputs, ManifestContent, ManifestFile, Options, Run, run};
use serde_json::{Value, json};

use crate::properties::case::objects;
use crate::properties::random::Random;
use crate::support::compile::{Disk, short, text};

const PROGRAMS: u64 = 600;

/// Namespaces of the program, and one of others.
const OWN: [&str; 2] = ["bank", "shop"];
const OTHER: &str = "infra";

/// A workload or Service, and how it is written without its name.
struct Thing {
    namespace: &'static str,
    name: String,
    labels: BTreeMap<&'static str, String>,
    /// The ports behind it, where it is a Service.
    ports: Option<Vec<String>>,
    /// The name of its port.
    port: String,
}

/// What there is, and the objects that say so.
struct Town {
    things: Vec<Thing>,
    manifests: Vec<Value>,
    /// The value of the label `team` of each namespace.
    teams: BTreeMap<&'static str, &'static str>,
}

impl Town {
    fn new(random: &mut Random) -> Self {
        let mut town = Self {
            things: Vec::new(),
            manifests: Vec::new(),
            teams: BTreeMap::new(),
        };
        for namespace in [OWN[0], OWN[1], OTHER] {
            let team = random.pick(&["red", "blue"]);
            town.teams.insert(namespace, team);
            town.manifests.push(json!({
                "apiVersion": "v1", "kind": "Namespace",
                "metadata": {"name": namespace, "labels": {"team": team}},
            }));
            for at in 0..2 + random.below(3) {
                town.add(random, namespace, at);
            }
        }
        town
    }

    /// A workload, and maybe a Service that leads to it, of its name or another.
    fn add(&mut self, random: &mut Random, namespace: &'static str, at: usize) {
        let name = format!("w{at}");
        let pinned = BTreeMap::from([("app", format!("{namespace}-{at}"))]);
        let mut labels = pinned.clone();
        labels.insert("tier", random.pick(&["a", "b"]).to_owned());
        let is_pinned = random.chance(50);
        let number = 8_000 + random.below(3);
        let port = random.pick(&["http", "grpc"]);
        let mut spec = json!({"template": {
            "metadata": {"labels": labels},
            "spec": {"containers": [
                {"name": "a", "ports": [{"name": port, "containerPort": number}, {"containerPort": 9_000, "protocol": "UDP"}]},
            ]},
        }});
        if is_pinned {
            spec["selector"] = json!({"matchLabels": pinned});
        }
        let metadata = |name: &str| json!({"name": name, "namespace": namespace});
        self.manifests.push(json!({
            "apiVersion": "apps/v1", "kind": random.pick(&["Deployment", "StatefulSet"]),
            "metadata": metadata(&name), "spec": spec,
        }));
        self.things.push(Thing {
            namespace,
            name: name.clone(),
            labels: if is_pinned { pinned.clone() } else { labels },
            ports: None,
            port: port.to_owned(),
        });
        if random.chance(30) {
            return;
        }
        let service = random.pick(&[name, format!("s{at}")]);
        let all = [
            (
                json!({"port": 80, "targetPort": number}),
                number.to_string(),
            ),
            (json!({"port": 81, "targetPort": port}), port.to_owned()),
            (
                json!({"port": 9_000, "protocol": "UDP"}),
                "9000/udp".to_owned(),
            ),
        ];
        let (ports, written): (Vec<Value>, Vec<String>) = random.some(&all).into_iter().unzip();
        self.manifests.push(json!({
            "apiVersion": "v1", "kind": "Service", "metadata": metadata(&service),
            "spec": {"selector": pinned, "ports": ports, "clusterIP": random.pick(&["None", "10.0.0.1"])},
        }));
        if let Some(thing) = self
            .things
            .iter_mut()
            .find(|one| (one.namespace, &one.name) == (namespace, &service))
        {
            thing.ports = Some(written);
        } else {
            self.things.push(Thing {
                namespace,
                name: service,
                labels: pinned,
                ports: Some(written),
                port: port.to_owned(),
            });
        }
    }

    /// A peer twice, by its name and written out, as it is read in a namespace; with what it is.
    fn peer(&self, random: &mut Random, home: &str) -> (String, String, Option<&Thing>) {
        if random.chance(10) {
            let team = random.pick(&["red", "blue"]);
            let peer = format!("[team={team}]/*");
            return (peer.clone(), peer, None);
        }
        let near: Vec<&Thing> = self
            .things
            .iter()
            .filter(|one| one.namespace == home)
            .collect();
        let thing = if random.chance(60) {
            near[random.below(near.len())]
        } else {
            &self.things[random.below(self.things.len())]
        };
        let labels = thing
            .labels
            .iter()
            .map(|(key, value)| format!("{key}={value}"));
        let labels = format!("[{}]", labels.collect::<Vec<_>>().join(", "));
        let Thing {
            namespace, name, ..
        } = thing;
        if *namespace == home {
            (name.clone(), labels, Some(thing))
        } else {
            (
                format!("{namespace}/{name}"),
                format!("{namespace}/{labels}"),
                Some(thing),
            )
        }
    }

    /// A program twice, by names and written out.
    fn program(&self, random: &mut Random) -> [String; 2] {
        let mut programs = [String::new(), String::new()];
        for home in OWN {
            for program in &mut programs {
                let _ = writeln!(program, "namespace {home}");
            }
            if random.chance(60) {
                for program in &mut programs {
                    program.push_str(
                        "default deny
",
                    );
                }
            }
            for _ in 0..=random.below(4) {
                let (source, written_source, _) = self.peer(random, home);
                let (target, written_target, thing) = self.peer(random, home);
                let (ports, written_ports) = ports(random, thing);
                let direction = random.pick(&["", "", ":ingress", ":egress"]);
                let _ = writeln!(programs[0], "allow {source} -> {target}{ports}{direction}");
                let _ = writeln!(
                    programs[1],
                    "allow {written_source} -> {written_target}{written_ports}{direction}"
                );
            }
        }
        programs
    }
}

/// Ports of a target twice.
fn ports(random: &mut Random, thing: Option<&Thing>) -> (String, String) {
    let same = |ports: String| (ports.clone(), ports);
    let Some(thing) = thing else {
        return same(String::new());
    };
    match (&thing.ports, random.below(3)) {
        (Some(ports), 0) => (":service".to_owned(), format!(":({})", ports.join(", "))),
        (_, 1) => same(format!(":{}", thing.port)),
        _ => same(":9000/udp".to_owned()),
    }
}

/// What is written, without the names that it gets.
fn specs(run: &Run) -> BTreeSet<String> {
    let objects = objects(run).into_iter();
    let specs = objects.map(|one| json!([one.metadata.namespace, one.spec]).to_string());
    specs.collect()
}

#[test]
fn names_mean_what_the_manifests_say_of_them() {
    let (mut compiled, mut with_services, mut with_teams) = (0, 0, 0);
    for seed in 0..PROGRAMS {
        let mut random = Random::new(seed);
        let town = Town::new(&mut random);
        let [named, written] = town.program(&mut random);
        let list = json!({"apiVersion": "v1", "kind": "List", "items": town.manifests});
        let manifest = ManifestFile {
            name: "dump.json".to_owned(),
            identity: "dump.json".to_owned(),
            content: ManifestContent::Text(list.to_string().into_bytes()),
        };
        let inputs = |program: &str, manifests| Inputs {
            programs: vec![text(program)],
            manifests,
        };
        let options = Options::default();
        let known = run(inputs(&named, vec![manifest.clone()]), &Disk, &options);
        let spelt = run(inputs(&written, vec![manifest]), &Disk, &options);
        let shown = || format!("seed {seed}\n{named}\n{written}\n{list}");
        assert_eq!(
            known.has_errors(),
            spelt.has_errors(),
            "{}\n{}{}",
            shown(),
            short(&known),
            short(&spelt)
        );
        if known.has_errors() {
            continue;
        }
        assert_eq!(specs(&known), specs(&spelt), "{}", shown());
        compiled += 1;
        with_services += usize::from(named.contains(":service"));
        with_teams += usize::from(named.contains("[team="));
        // Without manifests all is the same, but for the labels of namespaces.
        let alone = run(inputs(&written, Vec::new()), &Disk, &options);
        if !named.contains("[team=") {
            assert_eq!(specs(&known), specs(&alone), "{}", shown());
        }
    }
    assert!(
        compiled > 300 && with_services > 100 && with_teams > 60,
        "{compiled} {with_services} {with_teams}"
    );
}
