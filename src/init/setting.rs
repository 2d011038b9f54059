//! A name with a value: a variable, an argument, or a line of a file.

/// What a text sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting<'t> {
    /// Its name; empty where it has none.
    pub(super) name: &'t str,
    /// Its value.
    pub(super) value: &'t str,
    /// The part of the text that it stands in: settings of one part belong together.
    pub(super) part: usize,
    /// The line of the text, from 0.
    pub(super) line: usize,
}

/// What the values of such names are.
const HOSTS: [&str; 7] = [
    "hostname", "host", "addr", "address", "url", "uri", "endpoint",
];

/// What they are where no other word follows.
const LAST: [&str; 2] = ["service", "server"];

/// What a name says its value is, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A host: of `DB_HOST` that of `db`.
    Host(String),
    /// The port of such a host.
    Port(String),
    /// Something else.
    Other,
}

/// What a name says its value is.
pub(super) fn meaning(name: &str) -> Meaning {
    let mut words = words(name);
    let last = words.len().saturating_sub(1);
    let ports = words.last_mut().and_then(|word| cut(word, &["port"]));
    if let Some(stem) = ports {
        return Meaning::Port(joined(&words, last, &stem));
    }
    let says = |at: usize, word: &str| {
        let by_last = || cut(word, &LAST).filter(|_| at == last);
        cut(word, &HOSTS).or_else(by_last)
    };
    let found = words.iter().enumerate().rev().find_map(|(at, word)| {
        let several = || says(at, word.strip_suffix('s')?);
        Some((at, says(at, word).or_else(several)?))
    });
    match found {
        Some((at, stem)) => Meaning::Host(joined(&words, at, &stem)),
        None => Meaning::Other,
    }
}

/// What names say of values that are no hosts, or nobody's business.
const OTHERS: [&str; 8] = [
    "auth",
    "credential",
    "image",
    "key",
    "pass",
    "pwd",
    "secret",
    "token",
];

/// Whether a name says that its value is something else than a host.
pub(super) fn is_no_host(name: &str) -> bool {
    let is_other = |word: &str| OTHERS.iter().any(|end| word.ends_with(end));
    let mut words = words(name).into_iter();
    let says_other = words.any(|word| {
        let one = word.strip_suffix('s').unwrap_or(&word);
        is_other(&word) || is_other(one) || word.ends_with("password")
    });
    says_other && !matches!(meaning(name), Meaning::Host(_))
}

/// The beginning of a word that ends so.
fn cut(word: &str, ends: &[&str]) -> Option<String> {
    let stem = ends.iter().find_map(|end| word.strip_suffix(end))?;
    Some(stem.to_owned())
}

/// The words with another one in the place of one of them.
fn joined(words: &[String], at: usize, stem: &str) -> String {
    let others = words.iter().enumerate();
    let kept = others.map(|(index, word)| if index == at { stem } else { word.as_str() });
    let kept: Vec<&str> = kept.filter(|word| !word.is_empty()).collect();
    kept.join(" ")
}

/// The words of a name in small letters: `dbHost`, `DB_HOST` and `db.host` have the same.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for char in name.chars() {
        let is_new = !char.is_ascii_alphanumeric() || (after_small && char.is_ascii_uppercase());
        if is_new {
            words.push(String::new());
        }
        if char.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(char.to_ascii_lowercase());
        }
        after_small = char.is_ascii_lowercase() || char.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_things() {
        for name in [
            "BASIC_AUTH",
            "dbPassword",
            "API_KEYS",
            "CREDENTIALS",
            "PGPASS",
            "image",
        ] {
            assert!(is_no_host(name), "{name}");
        }
        for name in [
            "DB_HOST",
            "KEYCLOAK_ADDR",
            "AUTH_URL",
            "TOKEN_ENDPOINT",
            "ORDERS",
            "",
        ] {
            assert!(!is_no_host(name), "{name}");
        }
    }

    #[test]
    fn names_that_say_what_they_are() {
        let host = |stem: &str| Meaning::Host(stem.to_owned());
        let port = |stem: &str| Meaning::Port(stem.to_owned());
        let cases = [
            ("DB_HOST", host("db")),
            ("DB_PORT", port("db")),
            ("PGHOST", host("pg")),
            ("PGPORT", port("pg")),
            ("spring.redis.host", host("spring redis")),
            ("spring.redis.port", port("spring redis")),
            ("cartServiceAddr", host("cart service")),
            ("CART_SERVICE_PORT", port("cart service")),
            ("REDIS_SERVER", host("redis")),
            ("BROKER_ENDPOINTS", host("broker")),
            ("host", host("")),
            ("port", port("")),
            ("SERVICE_NAME", Meaning::Other),
            ("POSTGRES_DB", Meaning::Other),
            ("ACCESS", Meaning::Other),
            ("", Meaning::Other),
        ];
        for (name, expected) in cases {
            assert_eq!(meaning(name), expected, "{name}");
        }
    }
}
