//! Who logs in.

use crate::error::{Class, Failure};
use crate::value::Value;

/// What the configuration says of the user.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// The login.
    pub username: Option<String>,
    /// The password, or an API key.
    pub password: Option<String>,
    /// An API key.
    pub api_key: Option<String>,
}

impl Credentials {
    /// Whether there are none: then the session is the visitor's own.
    pub fn are_none(&self) -> bool {
        self.username.is_none() && self.password.is_none() && self.api_key.is_none()
    }

    /// The API key: the one that is called so, or a password that looks like one (40 hexadecimal digits).
    pub(super) fn key(&self) -> Option<&str> {
        let password = || self.password.as_deref().filter(|text| is_key(text));
        self.api_key.as_deref().or_else(password)
    }

    /// Name and secret: the password for a session, which refuses keys; for `/jsonrpc` the key, where there is one.
    pub(super) fn both<V: Value>(&self, with_key: bool) -> Result<(&str, &str), Failure<V>> {
        let key = self.api_key.as_deref().filter(|_| with_key);
        match (self.username.as_deref(), key.or(self.password.as_deref())) {
            (Some(username), Some(secret)) => Ok((username, secret)),
            (None, _) => Err(lacks("username")),
            (_, None) => Err(lacks("password")),
        }
    }
}

/// Whether a text looks like one of Odoo's API keys.
fn is_key(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    text.len() == 40 && text.bytes().all(is_digit)
}

/// The error for what the configuration does not say.
pub(super) fn lacks<V: Value>(what: &str) -> Failure<V> {
    let parts = [
        "Cannot authenticate: the configuration has no ",
        what,
        "; pass it to new OdooClient({…})",
    ];
    Failure::new(Class::Odoo, parts.concat())
}
