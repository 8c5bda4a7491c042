//! Configuration from `.odoo.env` and the environment: parsing, precedence, and what is said when
//! something is missing.
//!
//! The file's format is the shell's, as far as `NAME=value` lines go. Values are taken as they
//! stand: no `$NAME` is substituted, because a `$` in a password would silently become a different
//! password.

use crate::text;
use crate::url::ServerUrl;

/// The file that is looked for in the working directory.
pub const FILE: &str = ".odoo.env";

/// A line that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it, without repeating its text: it may hold a password.
    pub reason: &'static str,
}

/// Reads `NAME=value` lines: comments, blank lines, `export`, single and double quotes are
/// understood.
///
/// # Errors
/// The first line that is none of these.
pub fn parse(text: &str) -> Result<Vec<(String, String)>, MalformedLine> {
    let mut variables = Vec::new();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut number = 0;
    while !rest.is_empty() {
        let (line, following) = text::split_once(rest, b'\n').unwrap_or((rest, ""));
        rest = following;
        number += 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match parse_line(line) {
            Ok(variable) => variables.push(variable),
            Err(reason) => {
                return Err(MalformedLine {
                    line: number,
                    reason,
                });
            }
        }
    }
    Ok(variables)
}

/// A line is trimmed, and so is what is cut off it: `trim` is all that white space takes.
fn parse_line(line: &str) -> Result<(String, String), &'static str> {
    let line = match line.strip_prefix("export") {
        Some(rest) if rest.trim().len() < rest.len() => rest.trim(),
        _ => line,
    };
    let (name, value) = text::split_once(line, b'=').ok_or("it has no '='; expected NAME=value")?;
    let name = name.trim();
    let starts_well = name.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    if !starts_well || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return Err("what stands before '=' is not a variable's name");
    }
    Ok((name.into(), parse_value(value.trim())?))
}

fn parse_value(text: &str) -> Result<String, &'static str> {
    if let Some(quote @ (b'"' | b'\'')) = text.bytes().next() {
        let (value, rest) =
            parse_quoted(&text[1..], quote).ok_or("a quote is opened and not closed")?;
        let rest = rest.trim();
        return match rest.is_empty() || rest.starts_with('#') {
            true => Ok(value),
            false => Err("there is text after the closing quote"),
        };
    }
    // As in a shell, a comment needs white space before it: a '#' within a password is the
    // password's.
    for (at, byte) in text.bytes().enumerate() {
        if byte == b'#' {
            let before = text[..at].trim();
            if at == 0 || before.len() < at {
                return Ok(before.into());
            }
        }
    }
    Ok(text.into())
}

/// The text up to the closing quote, and what follows it. A backslash escapes within double quotes
/// only.
fn parse_quoted(text: &str, quote: u8) -> Option<(String, &str)> {
    let mut value = String::new();
    // What stands from here on is taken as it is.
    let mut from = 0;
    let mut at = 0;
    loop {
        let byte = *text.as_bytes().get(at)?;
        if byte == quote {
            value.push_str(&text[from..at]);
            return Some((value, &text[at + 1..]));
        }
        if byte == b'\\' && quote == b'"' {
            value.push_str(&text[from..at]);
            at += 1;
            let (stands_for, taken) = match text.as_bytes().get(at)? {
                b'n' => ("\n", 1),
                b'r' => ("\r", 1),
                b't' => ("\t", 1),
                b'"' | b'\\' | b'$' | b'`' => ("", 0),
                _ => ("\\", 0),
            };
            value.push_str(stands_for);
            from = at + taken;
        }
        at += 1;
    }
}

/// A complete configuration.
#[derive(Clone, PartialEq, Eq)]
pub struct EnvConfig {
    /// `<prefix>_URL`.
    pub url: String,
    /// `<prefix>_DB` or `<prefix>_DATABASE`.
    pub database: String,
    /// `<prefix>_USER` or `<prefix>_USERNAME`; a key does without.
    pub username: Option<String>,
    /// `<prefix>_PASSWORD`; a key does without.
    pub password: Option<String>,
    /// `<prefix>_API_KEY`.
    pub api_key: Option<String>,
}

/// Knows variables by their names.
type Source<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Picks the variables of `prefix` from the file, and from the environment what the file does not
/// say. An empty value counts as missing.
///
/// Where both name an address and the two differ, everything comes from the file: the environment's
/// password belongs to the other server, and a folder that somebody else wrote must not get it.
///
/// # Errors
/// A message that names what is missing, and says with `looked_in` where it was sought. Never a
/// value.
pub fn resolve(
    prefix: &str,
    file: &[(String, String)],
    environment: impl Fn(&str) -> Option<String>,
    looked_in: &str,
) -> Result<EnvConfig, String> {
    let in_file = |name: &str| {
        let set = file.iter().rev().find(|(key, _)| key == name);
        set.map(|(_, value)| value.clone())
    };
    const URL: &[&str] = &["_URL"];
    let url = [&in_file as Source, &environment].map(|source| pick(prefix, &[source], URL));
    let is_foreign = matches!(&url, [Some(one), Some(other)] if !is_same_server(one, other));
    let sources: &[Source] = match is_foreign {
        true => &[&in_file],
        false => &[&in_file, &environment],
    };
    let api_key = pick(prefix, sources, &["_API_KEY"]);
    let mut missing = String::new();
    let find: &mut dyn FnMut(&[&str], bool) -> Option<String> = &mut |suffixes, is_needed| {
        let found = pick(prefix, sources, suffixes);
        if found.is_none() && is_needed {
            missing += if missing.is_empty() { "" } else { ", " };
            missing += prefix;
            missing += suffixes[0];
        }
        found
    };
    let config = EnvConfig {
        url: find(URL, true).unwrap_or_default(),
        database: find(&["_DB", "_DATABASE"], true).unwrap_or_default(),
        username: find(&["_USER", "_USERNAME"], api_key.is_none()),
        password: find(&["_PASSWORD"], api_key.is_none()),
        api_key,
    };
    if missing.is_empty() {
        return Ok(config);
    }
    let why = match is_foreign {
        true => [
            ". The environment does not count, because its ",
            prefix,
            "_URL is another server's than the file's. Set them in the file",
        ]
        .concat(),
        false => ". Set them there".into(),
    };
    Err([
        "Missing environment variables: ",
        &missing,
        "\nLooked in ",
        looked_in,
        &why,
        ", or pass the configuration to new OdooClient({…})",
    ]
    .concat())
}

/// The first of the variables that has a value, by source, then by name. Compiled once.
#[inline(never)]
fn pick(prefix: &str, sources: &[Source], suffixes: &[&str]) -> Option<String> {
    for source in sources {
        for suffix in suffixes {
            let found = source(&[prefix, suffix].concat());
            if let Some(value) = found.filter(|value| !value.is_empty()) {
                return Some(value);
            }
        }
    }
    None
}

/// Whether two addresses are the same server's, however they are written.
fn is_same_server(one: &str, other: &str) -> bool {
    match (ServerUrl::parse(one), ServerUrl::parse(other)) {
        (Ok(one), Ok(other)) => text::is_same_word(one.as_str(), other.as_str()),
        _ => one.trim() == other.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MalformedLine, parse, resolve};

    fn value_of(line: &str) -> String {
        parse(line)
            .map(|found| found[0].1.clone())
            .unwrap_or_else(|error| format!("refused: {}", error.reason))
    }

    #[test]
    fn values_are_read_as_a_shell_would_but_for_substitution() {
        for (line, value) in [
            ("A=plain", "plain"),
            ("  export A = spaced out  ", "spaced out"),
            ("A=", ""),
            ("A=x # comment", "x"),
            ("A=pa#ss", "pa#ss"),
            ("A=#all comment", ""),
            ("A='single # $x \\n'", "single # $x \\n"),
            ("A=\"double \\\"q\\\" \\n\" # c", "double \"q\" \n"),
            ("A=pa$HOME=ss", "pa$HOME=ss"),
            ("A=ünï", "ünï"),
            ("exported=1", "1"),
        ] {
            assert_eq!(value_of(line), value, "{line}");
        }
    }

    #[test]
    fn a_malformed_line_is_named_by_its_number_and_never_repeated() {
        let text = "\u{feff}# c\n\nA=1\r\nhunter2\n";
        let MalformedLine { line, reason } = parse(text).expect_err("the fourth line has no '='");
        assert_eq!(line, 4);
        assert!(!reason.contains("hunter2"));
        for line in ["=x", "1A=x", "A B=x", "A=\"open", "A='open", "A='x' y"] {
            assert!(value_of(line).starts_with("refused"), "{line}");
        }
    }

    #[test]
    fn the_file_wins_over_the_environment_and_an_empty_value_is_missing() {
        let file =
            parse("ODOO_URL=file\nODOO_DATABASE=file_db\nODOO_USER=\n").expect("well formed");
        let environment = |name: &str| match name {
            "ODOO_DB" => Some("environment".to_owned()),
            "ODOO_USERNAME" => Some("someone".into()),
            "ODOO_PASSWORD" => Some("hunter2".into()),
            _ => None,
        };
        let config =
            resolve("ODOO", &file, environment, "x").unwrap_or_else(|message| panic!("{message}"));
        assert_eq!(
            (config.url, config.database),
            ("file".into(), "file_db".into())
        );
        assert_eq!(
            (config.username, config.password),
            (Some("someone".into()), Some("hunter2".into()))
        );
    }

    #[test]
    fn a_file_that_names_another_server_gets_nothing_of_the_environment() {
        let environment = |name: &str| {
            let value = match name {
                "ODOO_URL" => "https://erp.example.com/",
                "ODOO_DB" => "prod",
                "ODOO_USER" => "someone",
                "ODOO_PASSWORD" => "hunter2",
                "ODOO_API_KEY" => "k3y",
                _ => return None,
            };
            Some(value.to_owned())
        };
        let of = |text: &str| {
            let file = parse(text).expect("well formed");
            resolve("ODOO", &file, environment, "x")
        };
        let message = of("ODOO_URL=https://elsewhere.example.com")
            .err()
            .unwrap_or_default();
        assert!(
            message.starts_with(
                "Missing environment variables: ODOO_DB, ODOO_USER, ODOO_PASSWORD\nLooked in x. The environment does \
                 not count, because its ODOO_URL is another server's"
            ),
            "{message}"
        );
        assert!(!message.contains("hunter2") && !message.contains("k3y"));
        for same in [
            "https://erp.example.com",
            "HTTPS://ERP.example.com/web/login",
            " https://erp.example.com// ",
        ] {
            let config = of(&["ODOO_URL='", same, "'"].concat()).expect("it is the same server");
            assert_eq!(config.password.as_deref(), Some("hunter2"), "{same}");
        }
        let own = "ODOO_URL=https://elsewhere.example.com\nODOO_DB=d\nODOO_USER=u\nODOO_PASSWORD=p";
        let config = of(own).expect("it is complete");
        assert_eq!(config.password.as_deref(), Some("p"));
        assert_eq!(
            config.api_key, None,
            "the environment's key is the other server's"
        );
    }

    #[test]
    fn with_a_key_no_password_is_missing() {
        let of = |text: &str| {
            let file = parse(text).expect("well formed");
            resolve("ODOO", &file, |_| None, "x")
        };
        let config = of("ODOO_URL=u\nODOO_DB=d\nODOO_USER=a\nODOO_API_KEY=k").expect("complete");
        assert_eq!(config.api_key.as_deref(), Some("k"));
        assert_eq!(config.username.as_deref(), Some("a"));
        assert_eq!(config.password, None);
        let config = of("ODOO_URL=u\nODOO_DB=d\nODOO_API_KEY=k").expect("the key says whose it is");
        assert_eq!(config.username, None);
        let message = of("ODOO_API_KEY=k").err().unwrap_or_default();
        assert!(
            message.starts_with("Missing environment variables: ODOO_URL, ODOO_DB\n"),
            "{message}"
        );
    }

    #[test]
    fn the_message_names_what_is_missing_and_where_it_was_sought() {
        let file = parse("P_URL=http://secret-host\n").expect("well formed");
        let message = resolve("P", &file, |_| None, "the file and the environment")
            .err()
            .unwrap_or_default();
        assert!(
            message.starts_with("Missing environment variables: P_DB, P_USER, P_PASSWORD\n"),
            "{message}"
        );
        assert!(
            message.contains("the file and the environment") && !message.contains("secret-host"),
            "{message}"
        );
    }
}
