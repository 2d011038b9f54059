//! Hosts with ports, as they stand in texts: `db:5432`, `http://cart/items`, `jdbc:postgresql://db/x`.

use crate::init::scheme::default_port;

/// What stands for a value that no manifest tells. It is no part of any host.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// A host that something may connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address<'t> {
    /// As it is written.
    pub(super) host: &'t str,
    /// At which of its ports.
    pub(super) port: Port,
}

/// The port of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Port {
    /// The one that is written.
    Written(u16),
    /// The one that a URL without one has by its scheme.
    Default(u16),
    /// One that may be of something else.
    Perhaps(u16),
    /// Nobody knows.
    Unknown,
}

/// The addresses in a text: URLs, and hosts with a port.
pub(super) fn addresses(text: &str) -> Vec<Address<'_>> {
    let mut found = Vec::new();
    for word in text.split(is_separator) {
        // In `mongodb://a,b/db` the scheme is that of both.
        let mut scheme = None;
        for part in word.split(',') {
            let (authority, own) = authority(part);
            let known = own.or(scheme);
            found.extend(authority.and_then(|authority| address(authority, known)));
            scheme = known.filter(|_| !ends_authority(part));
        }
    }
    found
}

/// The address that is a text, if it is nothing else, or one of a list of such.
pub(super) fn whole(text: &str) -> Option<Vec<Address<'_>>> {
    let parts = elements(text);
    let each = parts.iter().map(|part| addresses(part));
    let found: Vec<Address<'_>> = each.flatten().collect();
    let is_one_word = |part: &&str| !part.contains(is_separator);
    (found.len() == parts.len() && parts.iter().all(is_one_word)).then_some(found)
}

/// The hosts that a text consists of, without any port.
pub(super) fn bare_hosts(text: &str) -> Option<Vec<&str>> {
    let parts = elements(text);
    parts.iter().all(|part| is_host(part)).then_some(parts)
}

/// The elements of a list, or the one thing that it is.
fn elements(text: &str) -> Vec<&str> {
    let trim = |text: &str| -> usize { text.len() - text.trim_start_matches(is_around).len() };
    let inner = text.get(trim(text)..).unwrap_or_default();
    let inner = inner.trim_end_matches(is_around);
    inner
        .split(',')
        .map(|part| part.trim_matches(is_around))
        .collect()
}

fn is_around(char: char) -> bool {
    char.is_whitespace() || matches!(char, '"' | '\'' | '`' | '[' | ']')
}

fn is_separator(char: char) -> bool {
    char.is_whitespace()
        || matches!(
            char,
            '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '|' | ';' | '\\'
        )
}

/// The part of a word that may be a host with its port, and the scheme before it.
fn authority(word: &str) -> (Option<&str>, Option<&str>) {
    let Some((before, rest)) = word.split_once("://") else {
        let value = word.rsplit_once('=').map_or(word, |(_, value)| value);
        let value = value.strip_prefix("//").unwrap_or(value);
        return (Some(before_path(value)), None);
    };
    let is_of_scheme = |char: char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.');
    let scheme = before.rsplit(|char| !is_of_scheme(char)).next();
    let scheme = scheme.filter(|scheme| !scheme.is_empty());
    // A name server may stand before the path that names the host.
    let rest = match (scheme, rest.split_once('/')) {
        (Some("dns" | "passthrough" | "xds"), Some((_, path))) => path,
        _ => rest,
    };
    (Some(before_path(rest)), scheme)
}

/// Without the path behind it, and the user before it.
fn before_path(rest: &str) -> &str {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = rest.get(..end).unwrap_or_default();
    authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host)
}

fn ends_authority(part: &str) -> bool {
    let rest = part.split_once("://").map_or(part, |(_, rest)| rest);
    rest.contains(['/', '?', '#'])
}

fn address<'t>(authority: &'t str, scheme: Option<&str>) -> Option<Address<'t>> {
    let authority = authority.trim_end_matches(['.', ':', '!']);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.starts_with(UNKNOWN) => (host, Port::Unknown),
        Some((host, port)) => (host, Port::Written(number(port)?)),
        None => {
            let number = default_port(scheme?);
            (authority, number.map_or(Port::Unknown, Port::Default))
        }
    };
    is_host(host).then_some(Address { host, port })
}

/// A port's number.
pub(super) fn number(text: &str) -> Option<u16> {
    let is_plain = !text.starts_with(['0', '+']);
    text.parse().ok().filter(|_| is_plain)
}

/// Whether a word can be the name of a host; addresses, and the host itself, are none.
pub(super) fn is_host(word: &str) -> bool {
    let word = word.strip_suffix('.').unwrap_or(word);
    let is_label = |label: &str| {
        let within = label.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
        });
        within && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    let has_letter = word.bytes().any(|byte| byte.is_ascii_lowercase());
    has_letter && word != "localhost" && word.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        let found = addresses(text).into_iter();
        let shown: Vec<String> = found
            .map(|one| match one.port {
                Port::Written(port) => format!("{}:{port}", one.host),
                Port::Default(port) => format!("{} by default {port}", one.host),
                Port::Perhaps(_) | Port::Unknown => one.host.to_owned(),
            })
            .collect();
        shown.join(", ")
    }

    #[test]
    fn addresses_in_texts() {
        let cases = [
            ("db:5432", "db:5432"),
            ("http://cart:8080/items?x=y:1", "cart:8080"),
            ("https://cart", "cart by default 443"),
            ("jdbc:postgresql://db/x?user=a", "db by default 5432"),
            ("jdbc:sqlserver://db:1433;databaseName=x", "db:1433"),
            ("jdbc:oracle:thin:@db:1521/x", "db:1521"),
            ("amqp://guest:guest@mq//", "mq by default 5672"),
            ("tcp://db", "db"),
            (
                "mongodb://u:p@a:1,b:2,c/x,d",
                "a:1, b:2, c by default 27017",
            ),
            ("root:pw@tcp(db:3306)/x", "db:3306"),
            (
                "--addr=cart.shop.svc.cluster.local.:7070",
                "cart.shop.svc.cluster.local.:7070",
            ),
            ("see cart:7070.", "cart:7070"),
            ("dns:///cart:7070", "cart:7070"),
            ("dns://10.0.0.10/cart:7070", "cart:7070"),
            ("a:1, b:2", "a:1, b:2"),
            ("db:\u{fffd}", "db"),
            ("http://\u{fffd}:80", ""),
            (
                "localhost:80 127.0.0.1:80 :80 a: 12:30 Cart:80 a:0 a:080 a:65536 [::1]:80",
                "",
            ),
            ("file:///etc/cart", ""),
            ("cart", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn whole_values() {
        assert!(whole("db:5432").is_some());
        assert!(whole("'a:1', 'b:2'").is_some());
        assert!(whole("see db:5432").is_none());
        assert!(whole("a:1,b").is_none());
        assert_eq!(bare_hosts(" db ").unwrap(), ["db"]);
        assert_eq!(bare_hosts("a, b.c").unwrap(), ["a", "b.c"]);
        assert_eq!(bare_hosts("the db"), None);
        assert_eq!(bare_hosts("10.0.0.1"), None);
    }
}
