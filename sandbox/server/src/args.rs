//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Parser;
use odoo_sandbox::Flavour;

/// An in-memory Odoo for tests and demos: 17 to 20, with all three protocols.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Args {
    /// The port to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 8069)]
    pub(crate) port: u16,

    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,

    /// The series to imitate: 17, 18, 19, 20 (made after documents, not recordings) or saas-19.3
    #[arg(long, value_name = "SERIES", default_value = "19")]
    pub(crate) odoo: Flavour,

    /// A database to keep; may be given more than once
    #[arg(long, value_name = "NAME", default_value = "demo")]
    pub(crate) db: Vec<String>,

    /// A file of models and records (TOML or JSON) to load into every database; may be given more
    /// than once
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Vec<PathBuf>,

    /// A folder of such files, loaded in the order of their names before those of --data; may be
    /// given more than once
    #[arg(long, value_name = "DIR")]
    pub(crate) models: Vec<PathBuf>,

    /// An API key to give a user of every database, as LOGIN=KEY; may be given more than once
    #[arg(long, value_name = "LOGIN=KEY")]
    pub(crate) api_key: Vec<ApiKey>,

    /// A user with two-factor authentication: the password alone opens nothing; may be given more
    /// than once
    #[arg(long, value_name = "LOGIN")]
    pub(crate) two_factor: Vec<String>,

    /// A folder to serve, as PREFIX=DIR (--serve /=www); may be given more than once
    #[arg(long, value_name = "PREFIX=DIR")]
    pub(crate) serve: Vec<Folder>,

    /// A real Odoo server to forward Odoo's paths to, instead of answering them here
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<hyper::Uri>,

    /// How much longer every answer takes, such as 20ms or 1s
    #[arg(long, value_name = "TIME", default_value = "0ms", value_parser = duration)]
    pub(crate) latency: Duration,

    /// How long a session lives without a request, such as 30s or 7d
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = duration)]
    pub(crate) session_lifetime: Duration,

    /// Answer more requests than this at a time with the error of a full connection pool; use it
    /// with --latency
    #[arg(long, value_name = "N")]
    pub(crate) max_connections: Option<usize>,

    /// Close every connection after one answer, as Odoo's threaded server does
    #[arg(long)]
    pub(crate) close: bool,

    /// Let tests control the sandbox through /sandbox/faults, /sandbox/requests and /sandbox/reset
    #[arg(long)]
    pub(crate) control: bool,
}

/// A user's API key.
#[derive(Clone)]
pub(crate) struct ApiKey {
    /// Whose key it is.
    pub(crate) login: String,
    /// The key.
    pub(crate) key: String,
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "an API key of {}", self.login)
    }
}

impl FromStr for ApiKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((login, key)) if !login.is_empty() && !key.is_empty() => Ok(Self {
                login: login.to_owned(),
                key: key.to_owned(),
            }),
            _ => Err("expected LOGIN=KEY".to_owned()),
        }
    }
}

/// A folder and the paths it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Folder {
    /// The paths' beginning, without a slash at its end; empty for all.
    pub(crate) prefix: String,
    /// The folder.
    pub(crate) dir: PathBuf,
}

/// Paths that are Odoo's or the sandbox's own, whatever is served beside them.
pub(crate) const RESERVED: [&str; 8] = [
    "/jsonrpc",
    "/web",
    "/json",
    "/doc-bearer",
    "/websocket",
    "/odoo",
    "/xmlrpc",
    "/sandbox",
];

impl FromStr for Folder {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (prefix, dir) = text
            .split_once('=')
            .ok_or("expected PREFIX=DIR, such as /=www")?;
        if !prefix.starts_with('/') || prefix.contains(['{', '}', '*']) {
            return Err(format!(
                "the prefix {prefix:?} must be a path, such as /pkg"
            ));
        }
        let prefix = prefix.trim_end_matches('/').to_owned();
        let taken = RESERVED
            .iter()
            .any(|path| prefix == *path || prefix.starts_with(&format!("{path}/")));
        if taken {
            return Err(format!("{prefix} is a path of Odoo: choose another prefix"));
        }
        let dir = PathBuf::from(dir);
        if !dir.is_dir() {
            return Err(format!("there is no folder {}", dir.display()));
        }
        Ok(Self { prefix, dir })
    }
}

/// Reads `20ms`, `1.5s`, `3m`, `2h` or `7d`.
fn duration(text: &str) -> Result<Duration, String> {
    let unit_at = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let seconds = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3_600.0,
        "d" => 86_400.0,
        _ => return Err("expected a time such as 20ms, 1.5s, 3m, 2h or 7d".to_owned()),
    };
    let number: f64 = number
        .trim()
        .parse()
        .map_err(|_| format!("{number:?} is not a number"))?;
    Duration::try_from_secs_f64(number * seconds).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    #[test]
    fn times_are_read_with_their_unit() {
        assert_eq!(duration("20ms"), Ok(Duration::from_millis(20)));
        assert_eq!(duration("1.5s"), Ok(Duration::from_millis(1_500)));
        assert_eq!(duration("7d"), Ok(Duration::from_secs(604_800)));
        assert!(duration("20").is_err() && duration("-1s").is_err());
    }

    #[test]
    fn folders_may_not_hide_odoo() {
        assert!("/web=.".parse::<Folder>().is_err());
        assert!("/web/static=.".parse::<Folder>().is_err());
        assert_eq!(
            "/=.".parse(),
            Ok(Folder {
                prefix: String::new(),
                dir: ".".into()
            })
        );
    }
}
