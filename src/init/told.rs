//! What a workload is told, text by text.

use smol_str::SmolStr;

use crate::init::address::{Address, Port, bare_hosts};
use crate::init::arguments;
use crate::init::config::Configs;
use crate::init::config_text;
use crate::init::environment::{Environment, Set};
use crate::init::mention::{Context, mentions};
use crate::init::setting::Setting;
use crate::init::spot::Spot;
use crate::k8s::references::{Container, Referrer, Text};
use crate::source::{Sources, Span};

/// A host that a workload is told about.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// As it is written.
    pub(super) host: SmolStr,
    /// At which port.
    pub(super) port: Port,
    /// Whether it is a host for certain.
    pub(super) certain: bool,
    /// Where it was seen.
    pub(super) spot: Spot,
}

/// Reads what the pods of workloads are told.
pub(super) struct Listener<'a> {
    pub(super) sources: &'a Sources,
    pub(super) configs: &'a Configs<'a>,
}

impl Listener<'_> {
    /// All hosts that some pods are told about.
    pub(super) fn all(&self, referrer: &Referrer) -> Vec<Told> {
        let mut told = Vec::new();
        for container in &referrer.containers {
            self.container(container, &referrer.namespace, &mut told);
        }
        for (config_map, key) in self.configs.files(referrer) {
            let namespace = &referrer.namespace;
            if let Some(text) = self.configs.value(namespace, config_map, key) {
                let from = self.from(namespace, config_map);
                let words = format!("{key} {from}");
                self.file(&text.text, text.place, &words, &mut told);
            }
        }
        told
    }

    fn container(&self, container: &Container, namespace: &str, told: &mut Vec<Told>) {
        let mut environment = Environment::of(container, self.configs, namespace);
        let texts: Vec<&Text> = container.command.iter().chain(&container.args).collect();
        let words: Vec<SmolStr> = texts
            .iter()
            .map(|text| environment.expanded(&text.text))
            .collect();
        self.environment(&environment, namespace, told);
        self.command(&texts, &words, container.command.len(), told);
    }

    fn environment(&self, environment: &Environment<'_>, namespace: &str, told: &mut Vec<Told>) {
        let words = |name: &str, set: &Set<'_>| {
            let from = set.config_map.map(|name| self.from(namespace, name));
            let from = from.map_or_else(String::new, |from| format!(" {from}"));
            format!("env {name}{from}")
        };
        let (texts, one_word): (Vec<_>, Vec<_>) = environment
            .variables
            .iter()
            .partition(|(_, set)| is_text(&set.value));
        let settings = one_word.iter().enumerate();
        let settings: Vec<Setting<'_>> = settings
            .map(|(line, (name, set))| Setting {
                name,
                value: &set.value,
                part: 0,
                line,
            })
            .collect();
        for mention in mentions(&settings, Context::Environment) {
            let Some((name, set)) = one_word.get(mention.setting) else {
                continue;
            };
            // What only a part of others is, they say in full.
            let is_part = environment.used.contains(*name) && bare_hosts(&set.value).is_some();
            if let Some(place) = set.place.filter(|_| !is_part) {
                let spot = Spot::new(self.sources, place, words(name, set));
                told.push(Told::new(&mention.address, mention.certain, spot));
            }
        }
        for (name, set) in texts {
            let Some(place) = set.place else {
                continue;
            };
            if set.value.trim().contains('\n') {
                self.file(&set.value, place, &words(name, set), told);
            } else {
                self.script(&set.value, place, &words(name, set), told);
            }
        }
    }

    fn command(&self, texts: &[&Text], words: &[SmolStr], command: usize, told: &mut Vec<Told>) {
        let what = |index: usize| if index < command { "command" } else { "args" };
        let spaced = |word: &SmolStr| word.contains(char::is_whitespace);
        // A script is no word beside others.
        let plain = words
            .iter()
            .map(|word| if spaced(word) { "" } else { word.as_str() });
        let plain: Vec<&str> = plain.collect();
        let settings = arguments::settings(&plain);
        for mention in mentions(&settings, Context::Command) {
            let line = settings.get(mention.setting).map(|setting| setting.line);
            let Some((index, text)) = line.and_then(|line| Some((line, texts.get(line)?))) else {
                continue;
            };
            let spot = Spot::new(self.sources, text.place, what(index).to_owned());
            told.push(Told::new(&mention.address, mention.certain, spot));
        }
        for (index, (word, text)) in words.iter().zip(texts).enumerate() {
            if spaced(word) {
                self.script(word, text.place, what(index), told);
            }
        }
    }

    /// What a file names.
    fn file(&self, text: &str, place: Span, what: &str, told: &mut Vec<Told>) {
        let lines: Vec<&str> = text.lines().collect();
        let settings = config_text::settings(text);
        for mention in mentions(&settings, Context::File) {
            if let Some(setting) = settings.get(mention.setting) {
                let spot = self.spot(&lines, place, setting.line, what);
                told.push(Told::new(&mention.address, mention.certain, spot));
            }
        }
    }

    /// What the words of a script name, or those of options in a variable.
    fn script(&self, text: &str, place: Span, what: &str, told: &mut Vec<Told>) {
        let lines: Vec<&str> = text.lines().collect();
        for (line, content) in config_text::lines(text) {
            let words = content.split_whitespace();
            let words: Vec<&str> = words.map(|word| word.trim_matches(is_of_shell)).collect();
            let settings = arguments::settings(&words);
            for mention in mentions(&settings, Context::Command) {
                let spot = self.spot(&lines, place, line, what);
                told.push(Told::new(&mention.address, false, spot));
            }
        }
    }

    fn spot(&self, lines: &[&str], place: Span, line: usize, what: &str) -> Spot {
        let content = lines.get(line).copied().unwrap_or_default();
        Spot::within(self.sources, place, line, content, what.to_owned())
    }

    /// `of ConfigMap settings`
    fn from(&self, namespace: &str, config_map: &str) -> String {
        if self.configs.is_shared(namespace, config_map) {
            format!("of shared ConfigMap {config_map}")
        } else {
            format!("of ConfigMap {config_map}")
        }
    }
}

impl Told {
    fn new(address: &Address<'_>, certain: bool, spot: Spot) -> Self {
        Self {
            host: address.host.into(),
            port: address.port,
            certain,
            spot,
        }
    }
}

/// What a shell takes from around a word.
fn is_of_shell(char: char) -> bool {
    matches!(char, '"' | '\'' | '`' | '(' | ')' | ';' | '&' | '|')
}

/// Whether a value is more than one word or a list.
fn is_text(value: &str) -> bool {
    let list = value.replace(", ", ",");
    list.trim().contains(char::is_whitespace)
}
