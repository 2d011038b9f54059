//! The environment of a container, as its processes see it.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::init::address::UNKNOWN;
use crate::init::config::Configs;
use crate::k8s::references::{Container, VariableValue};
use crate::source::Span;

/// How long a value is at most in which others are put: they could double it time and again.
const LONGEST: usize = 64 << 10;

/// The variables of a container.
pub(super) struct Environment<'r> {
    /// The variables, by their names.
    pub(super) variables: BTreeMap<SmolStr, Set<'r>>,
    /// Those that others, or arguments, are made of.
    pub(super) used: BTreeSet<SmolStr>,
}

/// What a variable is set to.
#[derive(Clone, Debug)]
pub(super) struct Set<'r> {
    /// The value, with others put in.
    pub(super) value: SmolStr,
    /// Where the value stands; nowhere, if no manifest has it.
    pub(super) place: Option<Span>,
    /// The ConfigMap that it is from.
    pub(super) config_map: Option<&'r str>,
}

impl<'r> Environment<'r> {
    /// The environment of a container in some namespace.
    pub(super) fn of(container: &'r Container, configs: &Configs<'r>, namespace: &str) -> Self {
        let mut environment = Self {
            variables: BTreeMap::new(),
            used: BTreeSet::new(),
        };
        for from in &container.env_from {
            for (key, text) in configs.data(namespace, &from.config_map) {
                let set = Set {
                    value: text.text.clone(),
                    place: Some(text.place),
                    config_map: Some(&from.config_map),
                };
                let name = format!("{}{key}", from.prefix);
                environment.variables.insert(name.into(), set);
            }
        }
        for variable in &container.env {
            let mut set = Set {
                value: SmolStr::from_iter([UNKNOWN]),
                place: None,
                config_map: None,
            };
            match &variable.value {
                VariableValue::Written(text) => {
                    set.value = environment.expanded(&text.text);
                    set.place = Some(text.place);
                }
                VariableValue::Key { config_map, key } => {
                    if let Some(text) = configs.value(namespace, config_map, key) {
                        set.value = text.text.clone();
                        set.place = Some(text.place);
                        set.config_map = Some(config_map);
                    }
                }
                VariableValue::Namespace if !namespace.is_empty() => set.value = namespace.into(),
                VariableValue::Namespace | VariableValue::Unknown => {}
            }
            environment.variables.insert(variable.name.clone(), set);
        }
        environment
    }

    /// A text with the values of variables in the place of `$(NAME)`; `$$` is a plain `$`.
    pub(super) fn expanded(&mut self, text: &str) -> SmolStr {
        if !text.contains('$') {
            return text.into();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('$') {
            out.push_str(before);
            if let Some(behind) = behind.strip_prefix('$') {
                out.push('$');
                rest = behind;
                continue;
            }
            let name = behind
                .strip_prefix('(')
                .and_then(|name| name.split_once(')'));
            let known = name.and_then(|(name, behind)| {
                let (name, set) = self.variables.get_key_value(name)?;
                Some((name.clone(), &set.value, behind))
            });
            let Some((name, value, behind)) = known else {
                out.push('$');
                rest = behind;
                continue;
            };
            if out.len() + value.len() <= LONGEST {
                out.push_str(value);
            } else {
                out.push(UNKNOWN);
            }
            self.used.insert(name);
            rest = behind;
        }
        out.push_str(rest);
        out.into()
    }
}
