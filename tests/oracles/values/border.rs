//! Values at the borders of the rules, of both sides.

use crate::oracles::values::class::Class;

/// Some values of a class at a place.
pub(crate) fn borders(class: Class, place: usize) -> Vec<String> {
    let long = |length: usize| "a".repeat(length);
    let listed: &[&str] = match class {
        Class::LabelKey => &[
            "a",
            "app",
            "a-b",
            "a.b_c",
            "0",
            "x/y",
            "a-1.b/C_d",
            "app.kubernetes.io/name",
        ],
        Class::LabelValue => &["", "a", "Z", "v1.2", "a-b", "a_b.c", "007", "x--y"],
        Class::Namespace => &["a", "0", "a-b", "0day", "kube-system", "a--1"],
        Class::PortName => &["a", "http", "a-1", "1e3", "0x50", "80", "8-0", "a-b-c"],
        Class::Number => &[
            "1", "9", "10", "80", "1024", "8080", "9999", "10000", "59999", "60000", "65499",
            "65529", "65530", "65534", "65535", "65536", "65540", "65600", "66000", "70000",
            "99999", "100000",
        ],
        Class::Range => &[
            "1-65535",
            "80-80",
            "80-81",
            "8000-8999",
            "1-2",
            "9-10",
            "99-100",
            "65534-65535",
            "65535-65535",
            "65535-65536",
            "30000-32767",
            "1024-65535",
        ],
        Class::Ipv4 => &[
            "0.0.0.0/0",
            "0.0.0.0/1",
            "0.0.0.0/12",
            "0.0.0.0/20",
            "0.0.0.0/30",
            "10.0.0.0/8",
            "128.0.0.0/1",
            "172.16.0.0/12",
            "192.0.2.0/24",
            "192.0.2.1/32",
            "192.0.2.2/31",
            "203.0.113.9/32",
            "198.51.100.77/32",
            "100.64.25.12/32",
            "10.20.30.40/32",
            "8.8.4.4/32",
            "255.255.255.255/32",
            "100.64.0.0/10",
            "198.51.100.128/25",
        ],
        Class::Ipv6 => &[
            "::/0",
            "::1/128",
            "2001:db8::/32",
            "2001:db8::1/128",
            "fc00::/7",
            "fe80::/10",
            "2001:db8:1:2::/64",
            "2001:db8:0:0:1::/80",
            "2001:db8::a:b/127",
            "64:ff9b::/96",
            "1:2:3:4:5:6:7:8/128",
            "::ffff:0:0/96",
            "64:ff9b::192.0.2.1/128",
        ],
        Class::Except => excepts(place),
    };
    let mut all: Vec<String> = listed.iter().map(|&one| one.to_owned()).collect();
    match class {
        Class::LabelKey => {
            all.extend([62, 63, 64].map(long));
            all.extend([63, 64].map(|length| format!("x/{}", long(length))));
            all.extend([252, 253, 254].map(|length| format!("{}/x", long(length))));
        }
        Class::LabelValue | Class::Namespace => all.extend([62, 63, 64].map(long)),
        Class::PortName => all.extend([14, 15, 16].map(long)),
        _ => {}
    }
    all
}

fn excepts(place: usize) -> &'static [&'static str] {
    match place {
        0 => &[
            "10.0.0.0/8",
            "10.0.0.0/9",
            "10.128.0.0/9",
            "10.255.255.255/32",
            "10.1.2.0/24",
            "10.20.30.40/32",
            "10.20.30.40/31",
        ],
        1 => &[
            "0.0.0.0/0",
            "0.0.0.0/1",
            "128.0.0.0/1",
            "192.0.2.0/24",
            "198.51.100.7/32",
            "255.255.255.254/31",
        ],
        2 => &[
            "2001:db8::/32",
            "2001:db8::/33",
            "2001:db8:8000::/33",
            "2001:db8:1:2::/64",
            "2001:db8::1/128",
            "2001:db8::a:b/127",
        ],
        _ => &[
            "::/0",
            "::/1",
            "8000::/1",
            "2001:db8::/32",
            "2001:db8::1/128",
            "fe80::/10",
        ],
    }
}
