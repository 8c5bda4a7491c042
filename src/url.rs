//! The server's address: what users paste, made into what requests start with.

/// The root of an Odoo server: scheme, host and perhaps a path, with no slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerUrl(String);

impl ServerUrl {
    /// Reads an address. Slashes at the end, a query and a fragment are dropped.
    ///
    /// # Errors
    /// A sentence that says what is wrong; it never repeats a password that the address may hold.
    pub fn parse(text: &str) -> Result<Self, String> {
        const EXAMPLE: &str = "expected the server's root, like https://example.odoo.com";
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(format!("Invalid url: it is empty; {EXAMPLE}"));
        }
        let scheme_and_rest = trimmed.split_once(':');
        let Some((scheme, rest)) =
            scheme_and_rest.and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)))
        else {
            return Err(format!("Invalid url: it has no scheme; {EXAMPLE}"));
        };
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(format!(
                "Invalid url: it must start with http:// or https://; {EXAMPLE}"
            ));
        }
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, ""),
        };
        if authority.contains('@') {
            return Err(
                "Invalid url: it holds a user name or password; pass username and password to the client \
                 instead, and what a proxy wants through headers"
                    .into(),
            );
        }
        if !is_authority(authority) {
            return Err(format!("Invalid url: it names no valid host; {EXAMPLE}"));
        }
        if path.contains(char::is_whitespace) || path.contains('\\') {
            return Err(format!("Invalid url: its path is not valid; {EXAMPLE}"));
        }
        Ok(Self(format!(
            "{scheme}://{authority}{}",
            path.trim_end_matches('/')
        )))
    }

    /// The address of `path`, which starts with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The address itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[') {
        Some(literal) => match literal.split_once(']') {
            Some((address, port)) => (address, port),
            None => return false,
        },
        None => match authority.find(':') {
            Some(colon) => authority.split_at(colon),
            None => (authority, ""),
        },
    };
    let port_is_valid = match port.strip_prefix(':') {
        Some(digits) => {
            digits.is_empty()
                || (digits.bytes().all(|b| b.is_ascii_digit())
                    && digits.len() <= 5
                    && digits
                        .bytes()
                        .fold(0, |port, digit| port * 10 + u32::from(digit - b'0'))
                        <= 65_535)
        }
        None => port.is_empty(),
    };
    let unwanted = |c: char| c.is_whitespace() || c.is_control() || "\\^|<>\"`{}%".contains(c);
    port_is_valid && !host.is_empty() && !host.contains(unwanted)
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
