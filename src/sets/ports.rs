//! Sets of ports: numbers of protocols, and names.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::sets::budget::{Budget, TooComplex};
use crate::sets::numbers::Numbers;
use crate::sets::port_cube::PortCube;
use crate::sets::port_point::PortPoint;
use crate::sets::protocol::Protocol;

/// A set of port points: of (protocol, number, the names that the destination pod gives it).
///
/// A name is a dimension of its own: each pod may give a name to another number (S24), so the port
/// `http` overlaps the port 8080. It is a union of [cubes](PortCube) in normal form: sorted, one
/// for each protocol and combination of names, without the numbers that a cube which asks less of
/// the names has too. Unions of plain numbers and of single names have one normal form each,
/// whatever their order; other sets may have several.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ports {
    cubes: Vec<PortCube>,
}

impl Ports {
    /// No port.
    pub const fn none() -> Ports {
        Ports { cubes: Vec::new() }
    }

    /// All ports of all protocols.
    pub fn all() -> Ports {
        let cube = |protocol| PortCube {
            protocol,
            names: Vec::new(),
            numbers: Numbers::all(),
        };
        Ports {
            cubes: Protocol::ALL.map(cube).into(),
        }
    }

    /// The ports of a protocol from `low` to `high`, both included (S22).
    pub fn numbers(protocol: Protocol, low: u16, high: u16) -> Ports {
        let numbers = Numbers::span(low, high);
        Ports::normal(vec![PortCube {
            protocol,
            names: Vec::new(),
            numbers,
        }])
    }

    /// The ports of a protocol that the destination pod calls `name`, whatever their number (S24).
    pub fn named(protocol: Protocol, name: impl Into<SmolStr>) -> Ports {
        let names = vec![(name.into(), true)];
        Ports {
            cubes: vec![PortCube {
                protocol,
                names,
                numbers: Numbers::all(),
            }],
        }
    }

    /// The ports in one of these sets at least.
    pub fn union_all<'a>(sets: impl IntoIterator<Item = &'a Ports>) -> Ports {
        Ports::normal(
            sets.into_iter()
                .flat_map(|ports| ports.cubes.iter().cloned())
                .collect(),
        )
    }

    /// The products that make up the set.
    pub fn cubes(&self) -> &[PortCube] {
        &self.cubes
    }

    /// Whether there is no port in the set.
    pub fn is_empty(&self) -> bool {
        self.cubes.is_empty()
    }

    /// Whether a port is in the set: its protocol, its number and all names that its pod gives it.
    pub fn contains(&self, protocol: Protocol, number: u16, names: &BTreeSet<SmolStr>) -> bool {
        self.cubes.iter().any(|cube| {
            cube.protocol == protocol
                && cube.numbers.contains(number)
                && cube
                    .names
                    .iter()
                    .all(|(name, has)| names.contains(name) == *has)
        })
    }

    /// The ports in one of them at least.
    pub fn union(&self, other: &Ports) -> Ports {
        Ports::union_all([self, other])
    }

    /// The ports in both.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn and(&self, other: &Ports, budget: &mut Budget) -> Result<Ports, TooComplex> {
        let mut shared = Vec::new();
        for cube in &self.cubes {
            budget.spend_for(other.cubes.len())?;
            shared.extend(other.cubes.iter().filter_map(|others| cube.and(others)));
        }
        Ok(Ports::normal(shared))
    }

    /// The ports in this set that are not in the other.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn minus(&self, other: &Ports, budget: &mut Budget) -> Result<Ports, TooComplex> {
        let mut pieces = self.cubes.clone();
        for cube in &other.cubes {
            budget.spend_for(pieces.len())?;
            pieces = pieces.iter().flat_map(|piece| piece.minus(cube)).collect();
        }
        Ok(Ports::normal(pieces))
    }

    /// Whether all ports in this set are in the other.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn is_subset(&self, other: &Ports, budget: &mut Budget) -> Result<bool, TooComplex> {
        if self.is_plainly_within(other) {
            return Ok(true);
        }
        Ok(self.minus(other, budget)?.is_empty())
    }

    /// Whether each product of this set is within one product of the other: the other then has all
    /// ports of this set, but may have them even if not.
    pub fn is_plainly_within(&self, other: &Ports) -> bool {
        self.cubes
            .iter()
            .all(|cube| other.cubes.iter().any(|wider| cube.is_within(wider)))
    }

    /// Whether a port is in both.
    pub fn meets(&self, other: &Ports) -> bool {
        self.cubes
            .iter()
            .any(|cube| other.cubes.iter().any(|others| cube.meets(others)))
    }

    /// The ports as an address has them: none of them has a name (S26).
    pub fn without_names(&self) -> Ports {
        if self.cubes.iter().all(|cube| cube.names.is_empty()) {
            return self.clone();
        }
        let nameless = self
            .cubes
            .iter()
            .filter(|cube| cube.names.iter().all(|(_, has)| !has));
        Ports::normal(
            nameless
                .map(|cube| PortCube {
                    names: Vec::new(),
                    ..cube.clone()
                })
                .collect(),
        )
    }

    /// The ports of one pod: of all `names` that matter it gives to each number those that it `declares`,
    /// and maybe those that are `open`; no other.
    pub fn of_pod<'a>(
        names: &BTreeSet<(Protocol, SmolStr)>,
        declared: impl IntoIterator<Item = (Protocol, u16, &'a SmolStr)>,
        open: impl IntoIterator<Item = (Protocol, u16, &'a SmolStr)>,
    ) -> Ports {
        let mut called: BTreeMap<(Protocol, u16), BTreeMap<&SmolStr, bool>> = BTreeMap::new();
        let open = open.into_iter().map(|port| (port, true));
        let declared = declared.into_iter().map(|port| (port, false));
        // What is declared as well is not open.
        for ((protocol, number, name), is_open) in open.chain(declared) {
            if names.contains(&(protocol, name.clone())) {
                let of_number = called.entry((protocol, number)).or_default();
                of_number.insert(name, is_open);
            }
        }
        let asking = |protocol: Protocol, called: Option<&BTreeMap<&SmolStr, bool>>| {
            let names = names.iter().filter(|(of, _)| *of == protocol);
            let literals = names.filter_map(|(_, name)| {
                let is_open = called.and_then(|called| called.get(name));
                (is_open != Some(&true)).then(|| (name.clone(), is_open.is_some()))
            });
            literals.collect::<Vec<_>>()
        };
        let mut cubes = Vec::new();
        for protocol in Protocol::ALL {
            let mut others = Numbers::all();
            for ((_, number), called) in called.iter().filter(|((of, _), _)| *of == protocol) {
                let numbers = Numbers::span(*number, *number);
                others = others.minus(&numbers);
                cubes.push(PortCube {
                    protocol,
                    names: asking(protocol, Some(called)),
                    numbers,
                });
            }
            cubes.push(PortCube {
                protocol,
                names: asking(protocol, None),
                numbers: others,
            });
        }
        Ports::normal(cubes)
    }

    /// The same numbers without names, but where a number has one that is `open`: of ports whose numbers tell
    /// what else they are called.
    pub fn plain(&self, open: &BTreeSet<(Protocol, u16, SmolStr)>) -> Ports {
        let mut cubes = Vec::new();
        for cube in &self.cubes {
            let mut others = cube.numbers.clone();
            let of_cube = open.iter().filter(|(protocol, number, name)| {
                *protocol == cube.protocol
                    && cube.numbers.contains(*number)
                    && cube.names.iter().any(|(own, _)| own == name)
            });
            for (protocol, number, _) in of_cube {
                let numbers = Numbers::span(*number, *number);
                others = others.minus(&numbers);
                let names = cube
                    .names
                    .iter()
                    .filter(|(name, _)| open.contains(&(*protocol, *number, name.clone())));
                cubes.push(PortCube {
                    protocol: *protocol,
                    names: names.cloned().collect(),
                    numbers,
                });
            }
            cubes.push(PortCube {
                protocol: cube.protocol,
                names: Vec::new(),
                numbers: others,
            });
        }
        Ports::normal(cubes)
    }

    /// One port of the set, with no more names than it needs.
    pub fn witness(&self) -> Option<PortPoint> {
        let cube = self.cubes.first()?;
        let names = cube
            .names
            .iter()
            .filter(|(_, has)| *has)
            .map(|(name, _)| name.clone());
        Some(PortPoint {
            protocol: cube.protocol,
            number: cube.numbers.first()?,
            names: names.collect(),
        })
    }

    fn normal(cubes: Vec<PortCube>) -> Ports {
        let cubes = grouped(cubes);
        if cubes.iter().all(|cube| cube.names.is_empty()) {
            return Ports { cubes };
        }
        // Each cube loses what the wider ones had before they lost anything themselves. That is
        // the same, since what they lost is in one that is wider still.
        let absorbed = cubes.iter().map(|cube| {
            let numbers = wider_than(cube, &cubes).fold(cube.numbers.clone(), |numbers, wider| {
                numbers.minus(&wider.numbers)
            });
            PortCube {
                numbers,
                ..cube.clone()
            }
        });
        Ports {
            cubes: absorbed.filter(|cube| !cube.numbers.is_empty()).collect(),
        }
    }
}

/// Sorted, with one cube for each protocol and combination of names, and none that is empty.
fn grouped(mut cubes: Vec<PortCube>) -> Vec<PortCube> {
    cubes.retain(|cube| !cube.numbers.is_empty());
    cubes.sort_unstable();
    let same = |left: &PortCube, right: &PortCube| {
        left.protocol == right.protocol && left.names == right.names
    };
    let groups = cubes.chunk_by(same).filter_map(|group| {
        let numbers = Numbers::union_all(group.iter().map(|cube| &cube.numbers));
        group.first().map(|cube| PortCube {
            numbers,
            ..cube.clone()
        })
    });
    groups.collect()
}

/// The cubes of a sorted list that ask strictly less of the names than `cube` does.
fn wider_than<'a>(
    cube: &'a PortCube,
    cubes: &'a [PortCube],
) -> impl Iterator<Item = &'a PortCube> + 'a {
    // The first name that a wider cube asks for is one of this cube's, or it asks for none.
    let starts = [None].into_iter().chain(cube.names.iter().map(Some));
    let runs = starts.flat_map(move |start| {
        let wanted = (cube.protocol, start);
        let from = cubes.partition_point(|other| (other.protocol, other.names.first()) < wanted);
        let starts_so = move |other: &&PortCube| (other.protocol, other.names.first()) == wanted;
        cubes.iter().skip(from).take_while(starts_so)
    });
    runs.filter(|other| other.names.len() < cube.names.len() && cube.asks_all_of(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_be_any_number() {
        let http = Ports::named(Protocol::Tcp, "http");
        let number = Ports::numbers(Protocol::Tcp, 8080, 8080);
        assert!(http.meets(&number));
        assert!(!http.meets(&Ports::numbers(Protocol::Udp, 8080, 8080)));
        assert!(http.meets(&Ports::named(Protocol::Tcp, "web")));
        let budget = &mut Budget::new(100);
        assert_eq!(http.is_subset(&number, budget), Ok(false));
        assert_eq!(http.is_subset(&Ports::all(), budget), Ok(true));
    }

    #[test]
    fn a_pod_has_the_names_that_it_gives() {
        let known = |protocol, name: &str| (protocol, SmolStr::new(name));
        let names = BTreeSet::from([
            known(Protocol::Tcp, "http"),
            known(Protocol::Tcp, "web"),
            known(Protocol::Udp, "dns"),
        ]);
        let (http, web, other) = ("http".into(), "web".into(), "other".into());
        let declared = [(Protocol::Tcp, 80, &http), (Protocol::Tcp, 81, &other)];
        let open = [(Protocol::Tcp, 80, &http), (Protocol::Tcp, 82, &web)];
        let pod = Ports::of_pod(&names, declared, open);
        let has = |number, names: &[&str]| {
            let names = names.iter().copied().map(SmolStr::new).collect();
            pod.contains(Protocol::Tcp, number, &names)
        };
        assert!(has(80, &["http"]) && !has(80, &[]) && !has(80, &["http", "web"]));
        assert!(has(81, &[]) && !has(81, &["http"]));
        assert!(has(82, &[]) && has(82, &["web"]) && !has(82, &["http"]));
        assert!(has(9, &[]) && !has(9, &["web"]));
        let called = BTreeSet::from([SmolStr::new("dns")]);
        assert!(!pod.contains(Protocol::Udp, 53, &called));
        assert_eq!(pod.plain(&BTreeSet::new()), Ports::all());
        let budget = &mut Budget::new(100);
        let open = BTreeSet::from([(Protocol::Tcp, 82, web.clone())]);
        let web = pod
            .and(&Ports::named(Protocol::Tcp, web), budget)
            .expect("little work");
        let plain = web.plain(&open);
        assert!(plain.contains(Protocol::Tcp, 82, &BTreeSet::from([SmolStr::new("web")])));
        assert!(!plain.contains(Protocol::Tcp, 82, &BTreeSet::new()));
        assert_eq!(
            web.plain(&BTreeSet::new()),
            Ports::numbers(Protocol::Tcp, 82, 82)
        );
    }

    #[test]
    fn a_cube_is_absorbed_by_one_that_asks_less() {
        let budget = &mut Budget::new(100);
        let (http, web) = (
            Ports::named(Protocol::Tcp, "http"),
            Ports::named(Protocol::Tcp, "web"),
        );
        let both = http.and(&web, budget).expect("little work");
        assert_eq!(both.union(&web), web);
        assert_eq!(both.union(&http), http);
        assert_eq!(both.union(&Ports::all()), Ports::all());
    }

    #[test]
    fn an_address_gives_no_port_a_name() {
        let budget = &mut Budget::new(100);
        let http = Ports::named(Protocol::Tcp, "http");
        assert!(http.without_names().is_empty());
        let rest = Ports::all().minus(&http, budget).expect("little work");
        assert_eq!(rest.without_names(), Ports::all());
    }

    #[test]
    fn a_budget_stops_what_explodes() {
        let names: Vec<Ports> = (0..40)
            .map(|at| Ports::named(Protocol::Tcp, at.to_string()))
            .collect();
        let budget = &mut Budget::new(1000);
        let pairs: Vec<Ports> = names
            .chunks(2)
            .map(|pair| pair[0].and(&pair[1], budget).expect("little work"))
            .collect();
        assert_eq!(
            Ports::all().minus(&Ports::union_all(&pairs), budget),
            Err(TooComplex)
        );
    }
}
