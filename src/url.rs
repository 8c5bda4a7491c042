//! The server's address: what users paste, made into what requests start with.

use crate::text;

/// The root of an Odoo server: scheme, host and perhaps a path, with no slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerUrl(String);

impl ServerUrl {
    /// Reads an address. Slashes at the end, a query and a fragment are dropped.
    ///
    /// # Errors
    /// A sentence that says what is wrong; it never repeats a password that the address may hold.
    pub fn parse(text: &str) -> Result<Self, String> {
        let invalid = |what| {
            let example = "expected the server's root, like https://example.odoo.com";
            ["Invalid url: ", what, "; ", example].concat()
        };
        let text = text.trim();
        if text.is_empty() {
            return Err(invalid("it is empty"));
        }
        let parts = text::split_once(text, b':');
        let parts = parts.and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
        let Some((scheme, rest)) = parts else {
            return Err(invalid("it has no scheme"));
        };
        let scheme = match scheme {
            _ if text::is_same_word(scheme, "http") => "http",
            _ if text::is_same_word(scheme, "https") => "https",
            _ => return Err(invalid("it must start with http:// or https://")),
        };
        let (rest, _) = split_before(rest, |byte| byte == b'?' || byte == b'#');
        let (authority, mut path) = split_before(rest, |byte| byte == b'/');
        if text::position(authority, |byte| byte == b'@').is_some() {
            return Err(
                "Invalid url: it holds a user name or password; pass username and password to the client \
                 instead, and what a proxy wants through headers"
                    .into(),
            );
        }
        if !is_authority(authority) {
            return Err(invalid("it names no valid host"));
        }
        if path.chars().any(|c| c == '\\' || c.is_whitespace()) {
            return Err(invalid("its path is not valid"));
        }
        while let Some(shorter) = path.strip_suffix('/') {
            path = shorter;
        }
        Ok(Self([scheme, "://", authority, path].concat()))
    }

    /// The address of `path`, which starts with a slash.
    pub fn join(&self, path: &str) -> String {
        [&self.0, path].concat()
    }

    /// The address itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stands before the first byte that is `wanted`, and the rest from that byte on.
fn split_before(text: &str, wanted: impl Fn(u8) -> bool) -> (&str, &str) {
    text.split_at(text::position(text, wanted).unwrap_or(text.len()))
}

fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[') {
        Some(literal) => match text::split_once(literal, b']') {
            Some((address, port)) => (address, port),
            None => return false,
        },
        None => split_before(authority, |byte| byte == b':'),
    };
    let unwanted = |c: char| {
        let delimits = matches!(
            c,
            '\\' | '^' | '|' | '<' | '>' | '"' | '`' | '{' | '}' | '%'
        );
        delimits || c.is_whitespace() || c.is_control()
    };
    is_port(port) && !host.is_empty() && !host.chars().any(unwanted)
}

/// Whether `port` is one with its colon, or none.
fn is_port(port: &str) -> bool {
    let Some(digits) = port.strip_prefix(':') else {
        return port.is_empty();
    };
    let mut number = 0;
    for digit in digits.bytes() {
        if !digit.is_ascii_digit() {
            return false;
        }
        number = (number * 10 + u32::from(digit - b'0')).min(100_000);
    }
    digits.len() <= 5 && number <= 65_535
}

#[cfg(test)]
mod tests {
    use super::ServerUrl;

    fn root(text: &str) -> String {
        ServerUrl::parse(text)
            .map(|url| url.0)
            .unwrap_or_else(|reason| reason)
    }

    #[test]
    fn slashes_queries_and_fragments_at_the_end_are_dropped() {
        assert_eq!(root("http://host"), "http://host");
        assert_eq!(root("http://host/"), "http://host");
        assert_eq!(root(" http://host:8069// "), "http://host:8069");
        assert_eq!(root("https://host/erp/?db=x#top"), "https://host/erp");
        assert_eq!(root("HTTPS://Host?debug=1"), "https://Host");
        assert_eq!(root("http://[::1]:8069/"), "http://[::1]:8069");
    }

    #[test]
    fn an_address_that_cannot_work_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", "is empty"),
            ("   ", "is empty"),
            ("localhost:8069", "no scheme"),
            ("ftp://host", "http://"),
            ("http://", "no valid host"),
            ("http:///path", "no valid host"),
            ("http://host:port", "no valid host"),
            ("http://host:99999", "no valid host"),
            ("http://ho st", "no valid host"),
            ("http://[::1", "no valid host"),
            ("http://host/a b", "path is not valid"),
        ] {
            assert!(
                root(text).contains(reason),
                "{text:?} gave {:?}",
                root(text)
            );
        }
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        let reason = root("https://user:hunter2@host");
        assert!(reason.contains("user name or password"), "{reason}");
        assert!(!reason.contains("hunter2"), "{reason}");
    }
}
