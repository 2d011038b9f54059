//! Random peers and ports.

use ipnet::IpNet;

use crate::properties::generator::{FOREIGN, Maker, NAMES, OWN};
use crate::properties::program::{
    Direction, Expr, Number, Operator, Peer, Place, Pods, Port, Protocol, Requirement, Selector,
    Word,
};
use crate::properties::universe::NAMESPACE_NAME;

const KEYS: &[Word] = &["app", "tier"];
const TEAMS: &[Word] = &["red", "blue"];
const NUMBERS: &[u16] = &[80, 443, 8080, 1, 65535];
const PORT_NAMES: &[Word] = &["http", "metrics"];
const BLOCKS: &[&str] = &[
    "0.0.0.0/0",
    "10.0.0.0/8",
    "203.0.113.0/24",
    "203.0.113.7/32",
    "::/0",
    "2001:db8::/32",
    "2001:db8:7::/48",
];
/// Each with blocks within it.
const HOLES: &[(&str, &[&str])] = &[
    ("0.0.0.0/0", &["10.0.0.0/8", "203.0.113.0/24", "0.0.0.0/1"]),
    ("10.0.0.0/8", &["10.0.0.0/9", "10.1.0.0/16", "10.1.2.3/32"]),
    (
        "203.0.113.0/24",
        &["203.0.113.0/25", "203.0.113.128/25", "203.0.113.255/32"],
    ),
    ("::/0", &["fc00::/7", "2001:db8::/32"]),
    ("2001:db8::/32", &["2001:db8:7::/48", "2001:db8:8000::/33"]),
];

impl Maker<'_> {
    /// A peer whose namespace is owned.
    pub(crate) fn own(&mut self) -> Expr {
        let pods = self.all(|names| &names.pods);
        let groups = self.all(|names| &names.groups);
        let shape = self.random.below(100);
        let peer = if shape < 25 && !pods.is_empty() {
            Peer::Bare(self.random.pick(&pods))
        } else if shape < 40 {
            Peer::Bare(self.random.pick(NAMES))
        } else if shape < 52 {
            Peer::All
        } else if shape < 62 && !groups.is_empty() {
            Peer::Bare(self.random.pick(&groups))
        } else if shape < 75 && !self.owned.is_empty() {
            let owned = self.owned.clone();
            Peer::There(Place::Named(self.random.pick(&owned)), self.pods())
        } else {
            Peer::Chosen(self.selector())
        };
        let except = self.excepted_pods(13);
        Expr { peer, except }
    }

    /// Any peer at all.
    pub(crate) fn peer(&mut self) -> Expr {
        let networks = self.all(|names| &names.networks);
        let foreign = self.all(|names| &names.foreign);
        let mixed = self.all(|names| &names.mixed);
        let shape = self.random.below(100);
        if shape < 20 {
            return self.own();
        }
        if shape < 40 {
            return self.block();
        }
        let peer = if shape < 48 {
            return Expr {
                peer: Peer::Any,
                except: Vec::new(),
            };
        } else if shape < 53 {
            return bare("internet");
        } else if shape < 60 && !networks.is_empty() {
            return bare(self.random.pick(&networks));
        } else if shape < 65 && !mixed.is_empty() {
            return bare(self.random.pick(&mixed));
        } else if shape < 72 && !foreign.is_empty() {
            Peer::Bare(self.random.pick(&foreign))
        } else {
            Peer::There(self.place(), self.pods())
        };
        let except = self.excepted_pods(20);
        Expr { peer, except }
    }

    fn excepted_pods(&mut self, percent: usize) -> Vec<Peer> {
        let mut all = Vec::new();
        while all.len() < 3 && self.random.chance(percent) {
            let shape = self.random.below(100);
            all.push(if shape < 40 {
                Peer::Chosen(self.selector())
            } else if shape < 60 {
                Peer::Bare(self.random.pick(NAMES))
            } else if shape < 70 {
                Peer::There(Place::Every, Pods::Chosen(self.selector()))
            } else {
                Peer::There(self.place(), self.pods())
            });
        }
        all
    }

    fn place(&mut self) -> Place {
        let shape = self.random.below(100);
        if shape < 40 {
            Place::Named(self.random.pick(FOREIGN))
        } else if shape < 50 {
            Place::Named(self.random.pick(OWN))
        } else if shape < 70 {
            Place::Every
        } else {
            let (key, values) = if self.random.chance(75) {
                ("team", TEAMS)
            } else {
                (NAMESPACE_NAME, &["shop", "ops"][..])
            };
            let mut all = vec![self.requirement(key, values)];
            if key != "team" && self.random.chance(30) {
                all.push(self.requirement("team", TEAMS));
            }
            Place::Chosen(all)
        }
    }

    fn pods(&mut self) -> Pods {
        let shape = self.random.below(100);
        if shape < 40 {
            Pods::All
        } else if shape < 65 {
            Pods::Name(self.random.pick(NAMES))
        } else {
            Pods::Chosen(self.selector())
        }
    }

    pub(crate) fn chosen(&mut self) -> Expr {
        Expr {
            peer: Peer::Chosen(self.selector()),
            except: Vec::new(),
        }
    }

    pub(crate) fn selector(&mut self) -> Selector {
        let mut all = Vec::new();
        for key in self.random.some(KEYS) {
            all.push(self.requirement(key, &["web", "api", "db", ""]));
        }
        if self.random.chance(10) {
            let key = self.random.pick(KEYS);
            all.push(self.requirement(key, NAMES));
        }
        self.random.shuffle(&mut all);
        all
    }

    fn requirement(&mut self, key: Word, values: &[Word]) -> Requirement {
        let shape = self.random.below(100);
        let operator = if shape < 40 {
            Operator::Is(self.random.pick(values))
        } else if shape < 55 {
            Operator::IsNot(self.random.pick(values))
        } else if shape < 67 {
            Operator::In(self.random.some(values))
        } else if shape < 79 {
            Operator::NotIn(self.random.some(values))
        } else if shape < 90 {
            Operator::Has
        } else {
            Operator::HasNot
        };
        Requirement { key, operator }
    }

    pub(crate) fn block(&mut self) -> Expr {
        if self.random.chance(50) {
            let (whole, holes) = self.random.pick(HOLES);
            let holes = self.random.some(holes);
            return Expr {
                peer: Peer::Block(net(whole)),
                except: holes.into_iter().map(|one| Peer::Block(net(one))).collect(),
            };
        }
        Expr {
            peer: Peer::Block(net(self.random.pick(BLOCKS))),
            except: Vec::new(),
        }
    }

    pub(crate) fn ports(&mut self, needed: bool) -> Vec<Port> {
        let mut all = Vec::new();
        if !needed && self.random.chance(35) {
            return all;
        }
        while all.is_empty() || (all.len() < 4 && self.random.chance(40)) {
            let shape = self.random.below(100);
            let number = if shape < 50 {
                Number::One(self.random.pick(NUMBERS))
            } else if shape < 70 {
                Number::Range(
                    self.random.pick(&[1, 79, 80, 443]),
                    self.random.pick(&[443, 8080, 65535]),
                )
            } else if shape < 85 {
                Number::Named(self.random.pick(PORT_NAMES))
            } else {
                Number::All
            };
            let protocol = if self.random.chance(60) {
                None
            } else {
                Some(
                    self.random
                        .pick(&[Protocol::Tcp, Protocol::Udp, Protocol::Sctp]),
                )
            };
            all.push(Port { number, protocol });
        }
        all
    }

    pub(crate) fn direction(&mut self, both: usize) -> Option<Direction> {
        if self.random.chance(both) {
            return None;
        }
        Some(self.random.pick(&[Direction::Ingress, Direction::Egress]))
    }
}

pub(crate) fn bare(name: Word) -> Expr {
    Expr {
        peer: Peer::Bare(name),
        except: Vec::new(),
    }
}

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}
