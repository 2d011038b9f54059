//! One peer without names, decided for one endpoint at a time.

use ipnet::IpNet;

use crate::properties::program::{Operator, Place, Requirement, Selector};
use crate::properties::universe::{Endpoint, Labels, Mentioned, NAMESPACE_NAME};

/// A label that is not known makes three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    Yes,
    No,
    Unknown,
}

/// How a peer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// As an end of the file's own: of a namespace only its name is known.
    Own,
    /// As the other end: whatever the labels are.
    Other,
}

#[derive(Clone, Debug)]
pub(crate) enum Part {
    Any,
    Pods(Place, Selector),
    Block(IpNet),
}

/// One peer without names: a part less others.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) part: Part,
    pub(crate) except: Vec<Side>,
}

impl Side {
    /// Whether the endpoint is surely part of it.
    pub(crate) fn has(&self, end: &Endpoint, view: View) -> bool {
        self.truth(end, view) == Truth::Yes
    }

    fn truth(&self, end: &Endpoint, view: View) -> Truth {
        let mut truth = match (&self.part, end) {
            (Part::Any, _) => Truth::Yes,
            (Part::Pods(place, selector), Endpoint::Pod(pod)) => {
                let namespace = &pod.namespace_labels;
                let place = match place {
                    Place::Every => Truth::Yes,
                    Place::Named(name) => known(pod.namespace == *name),
                    Place::Chosen(all) => all.iter().fold(Truth::Yes, |truth, one| {
                        let holds = if view == View::Own && one.key != NAMESPACE_NAME {
                            Truth::Unknown
                        } else {
                            known(holds(one, namespace))
                        };
                        truth.and(holds)
                    }),
                };
                place.and(known(selector.iter().all(|one| holds(one, &pod.labels))))
            }
            (Part::Block(block), Endpoint::Address(address)) => known(block.contains(address)),
            _ => Truth::No,
        };
        for except in &self.except {
            truth = truth.and(except.truth(end, view).not());
        }
        truth
    }

    pub(crate) fn mention(&self, all: &mut Mentioned) {
        match &self.part {
            Part::Any => {}
            Part::Pods(place, selector) => {
                match place {
                    Place::Every => {}
                    Place::Named(name) => all.namespaces.extend([(*name).to_owned()]),
                    Place::Chosen(selector) => mention(true, selector, all),
                }
                mention(false, selector, all);
            }
            Part::Block(block) => all.blocks.push(*block),
        }
        for except in &self.except {
            except.mention(all);
        }
    }
}

impl Truth {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

fn known(truth: bool) -> Truth {
    if truth { Truth::Yes } else { Truth::No }
}

pub(crate) fn whole(part: Part) -> Side {
    Side {
        part,
        except: Vec::new(),
    }
}

pub(crate) fn pods(place: Place, selector: Selector) -> Side {
    whole(Part::Pods(place, selector))
}

/// kubectl's meaning of one requirement.
pub(crate) fn holds(requirement: &Requirement, labels: &Labels) -> bool {
    let value = labels.get(requirement.key).map(String::as_str);
    match &requirement.operator {
        Operator::Is(wanted) => value == Some(wanted),
        Operator::IsNot(other) => value != Some(other),
        Operator::In(wanted) => value.is_some_and(|value| wanted.contains(&value)),
        Operator::NotIn(others) => value.is_none_or(|value| !others.contains(&value)),
        Operator::Has => value.is_some(),
        Operator::HasNot => value.is_none(),
    }
}

pub(crate) fn mention(of_namespace: bool, selector: &Selector, all: &mut Mentioned) {
    for requirement in selector {
        let values = match &requirement.operator {
            Operator::Is(value) | Operator::IsNot(value) => vec![*value],
            Operator::In(values) | Operator::NotIn(values) => values.clone(),
            Operator::Has | Operator::HasNot => Vec::new(),
        };
        all.requirement(of_namespace, requirement.key, values);
    }
}
