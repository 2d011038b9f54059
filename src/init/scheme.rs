//! Schemes of URLs.

/// The port of a URL that names none, where its scheme is known to have one.
pub(super) fn default_port(scheme: &str) -> Option<u16> {
    let port = match scheme.to_ascii_lowercase().as_str() {
        "http" | "ws" => 80,
        "https" | "wss" => 443,
        "postgres" | "postgresql" => 5432,
        "mysql" | "mariadb" => 3306,
        "sqlserver" | "mssql" => 1433,
        "mongodb" | "mongodb+srv" => 27017,
        "redis" | "rediss" => 6379,
        "memcached" => 11211,
        "amqp" => 5672,
        "amqps" => 5671,
        "mqtt" => 1883,
        "mqtts" => 8883,
        "nats" => 4222,
        "ldap" => 389,
        "ldaps" => 636,
        "smtp" => 25,
        "smtps" => 465,
        "ftp" => 21,
        "ssh" | "sftp" => 22,
        _ => return None,
    };
    Some(port)
}
