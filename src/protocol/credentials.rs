//! Who logs in.

use crate::error::{Class, Failure};
use crate::text::holds;
use crate::value::{Texts, Value};

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
    /// Credentials that every protocol can carry. White space around a key, and line breaks at the
    /// end of the rest, are dropped: they come from files, and one protocol would take what another
    /// refuses.
    ///
    /// # Errors
    /// A sentence that names what cannot be one, and never repeats it.
    pub fn new(
        username: Option<String>,
        password: Option<String>,
        api_key: Option<String>,
    ) -> Result<Self, String> {
        let is_of_line = |byte: u8| !matches!(byte, b'\r' | b'\n' | 0);
        Ok(Self {
            username: checked("username", username, without_line_end, is_of_line, LINE)?,
            password: checked("password", password, without_line_end, is_of_line, LINE)?,
            api_key: checked("apiKey", api_key, str::trim, is_visible, KEY)?,
        })
    }

    /// Whether there are none: then the session is the visitor's own.
    pub fn are_none(&self) -> bool {
        self.username.is_none() && self.password.is_none() && self.api_key.is_none()
    }

    /// The API key: the one that is called so, or a password that looks like one (40 hexadecimal
    /// digits).
    pub(crate) fn key(&self) -> Option<&str> {
        let password = || self.password.as_deref().filter(|text| is_key(text));
        self.api_key.as_deref().or_else(password)
    }

    /// A failure without the secrets: a server, or what stands before it, may repeat in its answer
    /// what it was sent.
    #[inline(never)]
    pub fn redacted<V: Texts>(&self, failure: Failure<V>) -> Failure<V> {
        let Failure::Error(mut error) = failure else {
            return failure;
        };
        let both = [self.password.as_deref(), self.api_key.as_deref()];
        for secret in both.into_iter().flatten().filter(|text| is_no_word(text)) {
            // The exception of a fetch, or the one underneath, may quote the request, and its stack
            // does so once more.
            let cause = error.cause.as_ref();
            let underneath = cause.and_then(|cause| cause.get("cause"));
            let said = cause.and_then(said_of);
            let also = underneath.as_ref().and_then(said_of);
            if [&said, &also]
                .into_iter()
                .flatten()
                .any(|text| holds(text, secret))
            {
                let said = V::string(&said.unwrap_or_default());
                let said = said.without(secret).unwrap_or(said);
                error.cause = Some(V::object().with("message", said));
            }
            let data = error.data.clone().unwrap_or_else(V::null);
            let Some(clean) = V::two(V::string(&error.message), data).without(secret) else {
                continue;
            };
            if let Some(message) = clean.item(0).and_then(|message| message.as_string()) {
                error.message = message;
            }
            if error.data.is_some() {
                error.data = clean.item(1);
            }
        }
        Failure::Error(error)
    }

    /// Name and secret: the password for a session, which refuses keys; for `/jsonrpc` the key,
    /// where there is one.
    pub(crate) fn both<V: Value>(&self, with_key: bool) -> Result<(&str, &str), Failure<V>> {
        let key = self.api_key.as_deref().filter(|_| with_key);
        match (self.username.as_deref(), key.or(self.password.as_deref())) {
            (Some(username), Some(secret)) => Ok((username, secret)),
            (None, _) => Err(lacks("username")),
            (_, None) => Err(lacks("password")),
        }
    }
}

/// The message of an exception.
fn said_of<V: Value>(exception: &V) -> Option<String> {
    exception.get("message")?.as_string()
}

/// Whether a secret is none of the words that messages are made of, as `admin` and `password` are.
fn is_no_word(secret: &str) -> bool {
    let is_of_letters = secret.bytes().all(|byte| byte.is_ascii_lowercase());
    secret.len() >= if is_of_letters { 12 } else { 6 }
}

const LINE: &str = "it holds a line break or a NUL character. Pass it as one line";
const KEY: &str = "it holds a character that no API key has: a line break, a space or one outside ASCII. Pass the key alone";

#[inline(never)]
fn checked(
    name: &str,
    secret: Option<String>,
    trimmed: fn(&str) -> &str,
    is_good: fn(u8) -> bool,
    why: &str,
) -> Result<Option<String>, String> {
    let Some(secret) = secret else {
        return Ok(None);
    };
    let secret = trimmed(&secret);
    // An empty variable of the environment is no key.
    if secret.is_empty() && name == "apiKey" {
        return Ok(None);
    }
    match secret.bytes().all(is_good) {
        true => Ok(Some(secret.into())),
        false => Err(["Invalid ", name, " in the configuration: ", why].concat()),
    }
}

fn without_line_end(text: &str) -> &str {
    let end = text
        .bytes()
        .rposition(|byte| !matches!(byte, b'\r' | b'\n'));
    &text[..end.map_or(0, |at| at + 1)]
}

/// Whether a header can carry the character, and a key may have it.
fn is_visible(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~')
}

/// Whether a secret can stand in an `Authorization` header.
pub(crate) fn fits_header(secret: &str) -> bool {
    !secret.is_empty() && secret.bytes().all(is_visible)
}

/// Whether a text looks like one of Odoo's API keys.
pub(crate) fn is_key(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    text.len() == 40 && text.bytes().all(is_digit)
}

/// The error for what the configuration does not say.
pub(crate) fn lacks<V: Value>(what: &str) -> Failure<V> {
    let parts = [
        "Cannot authenticate: the configuration has no ",
        what,
        "; pass it to new OdooClient({…})",
    ];
    Failure::new(Class::Odoo, parts.concat())
}
