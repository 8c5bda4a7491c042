//! A server as the protocols see it: its address, what every request to it carries, and the number
//! of the last request.

use std::cell::Cell;

use super::Protocol;
use super::credentials::lacks;
use super::http::{Cookies, Manner, Request, Response, Wants};
use crate::error::{Error, Failure};
use crate::url::ServerUrl;
use crate::value::{Part, Texts};

/// The header that carries an API key.
pub const AUTHORIZATION: &str = "Authorization";
/// The header that says what the body is.
pub const CONTENT_TYPE: &str = "Content-Type";

/// Where a connection leads.
#[derive(Clone, Debug)]
pub struct Server {
    /// The server's root.
    pub url: ServerUrl,
    /// The database; none where the visitor's own session decides.
    pub database: Option<String>,
    /// The protocol; `None` is the best that works.
    pub protocol: Option<Protocol>,
}

/// A server, and what requests to it are made of.
pub struct Site<V: Texts> {
    /// The server.
    pub server: Server,
    /// The headers of every request, an object. It must not be changed.
    pub headers: V,
    /// Whether a request may carry a `Cookie` header: anywhere but in browsers.
    pub sends_cookies: bool,
    last_id: Cell<u64>,
}

/// A request that is not a call of a method, and the path that it goes to.
pub struct Errand<V: Texts> {
    /// The request.
    pub request: Request<V>,
    /// The protocol that it belongs to.
    pub protocol: Protocol,
    /// Its path, for errors and for hooks.
    pub path: &'static str,
    /// The JSON-RPC id of its answer.
    pub id: u64,
    /// Opens its answer.
    pub open: Open<V>,
}

/// Opens an answer to the request of that number.
pub type Open<V> = fn(Response<V>, u64) -> Result<V, Error<V>>;

impl<V: Texts> Site<V> {
    /// A server to which nothing was sent yet.
    pub fn new(server: Server, headers: V, sends_cookies: bool) -> Self {
        Self {
            server,
            headers,
            sends_cookies,
            last_id: Cell::new(0),
        }
    }

    /// A number that no other request of this connection has.
    pub fn next_id(&self) -> u64 {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        id
    }

    /// The database.
    ///
    /// # Errors
    /// `Odoo` where the configuration names none.
    pub fn database(&self) -> Result<&str, Failure<V>> {
        let database = self.server.database.as_deref();
        database.ok_or_else(|| lacks("database"))
    }

    /// The address of a path on the server.
    pub fn address(&self, path: &str) -> V::Text {
        V::join(&[Part::Written(self.server.url.as_str()), Part::Written(path)])
    }

    /// A POST with a body of JSON.
    pub fn post(&self, url: V::Text, headers: V, body: V::Text) -> Request<V> {
        Request {
            url,
            headers,
            body: Some(body),
            cookies: Cookies::Usual,
            wants: Wants::Nothing,
            read_body: None,
            manner: Manner::default(),
        }
    }

    /// A GET whose answer's headers are read.
    pub fn get(&self, path: &str, headers: V) -> Request<V> {
        let url = self.address(path);
        Request {
            body: None,
            wants: Wants::Headers,
            ..self.post(url.clone(), headers, url)
        }
    }

    /// The usual headers and one more.
    pub fn headers_with(&self, name: &'static str, value: &str) -> V {
        let mut headers = V::object();
        // Our own plain object: nothing can fail.
        let _ = headers.assign(&self.headers);
        headers.set(name, V::string(value));
        headers
    }
}
