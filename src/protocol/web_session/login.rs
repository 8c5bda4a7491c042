//! Opening a web session: by name and password, or by taking the visitor's own.

use std::rc::Rc;

use super::{AUTHENTICATE, CALL_KW, SESSION_INFO, WebSession, with_cookie};
use crate::error::{Class, Error, Failure};
use crate::protocol::credentials::{is_key, lacks};
use crate::protocol::http::{Response, Wants, has_trouble};
use crate::protocol::wire::{Carried, LoggedIn, Login, Next, Step};
use crate::protocol::{Credentials, Errand, Protocol, Server, Site, envelope, stand_ins, verdict};
use crate::session;
use crate::value::{Kind, as_integer};

/// A login over the web session.
pub struct SessionLogin<'a, V: Carried> {
    site: &'a Site<V>,
    credentials: &'a Rc<Credentials>,
    /// Whether the client may choose another protocol.
    is_free: bool,
    id: u64,
}

impl<'a, V: Carried> SessionLogin<'a, V> {
    /// A login. Where there are no credentials, it takes the session of the page's visitor.
    pub fn new(site: &'a Site<V>, credentials: &'a Rc<Credentials>, is_free: bool) -> Self {
        Self {
            site,
            credentials,
            is_free,
            id: 0,
        }
    }

    /// Whether the session is the visitor's own.
    fn is_of_visitor(&self) -> bool {
        !self.is_free && self.credentials.are_none()
    }

    /// In a page that Odoo itself serves: the user who is logged in there.
    fn ask_visitor(&mut self) -> Step<V> {
        if self.site.sends_cookies {
            return Err(lacks("username"));
        }
        let errand = super::errand(self.site, SESSION_INFO, self.site.headers.clone());
        self.id = errand.id;
        Ok(Next::Ask(errand))
    }

    fn visitor(&mut self, response: Response<V>) -> Step<V> {
        // Where there are several databases, one without a session gets a page.
        let is_absent = response.status == 404;
        let told = match envelope::open(response, self.id) {
            Err(error) if !is_absent && error.class != Class::SessionExpired => {
                return Err(verdict::not_odoo(&self.site.server, SESSION_INFO, error));
            }
            told => told.unwrap_or_else(|_| V::undefined()),
        };
        match told.get("uid").as_ref().and_then(as_integer) {
            Some(_) => Ok(self.logged_in(&told, "")),
            None => Err(Failure::new(
                Class::Auth,
                "Nobody is logged in to Odoo in this browser: log in on its page, or pass username and password",
            )),
        }
    }

    fn session(&mut self, response: Response<V>) -> Step<V> {
        let session_id = super::session_id(&response).map(str::to_owned);
        let is_redirect = response
            .head
            .as_ref()
            .is_some_and(|head| head.redirect.is_some());
        if is_redirect && !self.is_free {
            return Err(response.status_error().into());
        }
        let status = response.status;
        let told = match envelope::open(response, self.id) {
            Ok(told) => told,
            Err(error) => return self.judged(error),
        };
        let uid = told.get("uid");
        let is_logged_in = uid.as_ref().and_then(as_integer).is_some_and(|uid| uid > 0);
        if let Some(uid) = stand_ins::Uid::of(&told).filter(|_| self.is_free) {
            return Ok(Next::OfStandIn(uid));
        }
        match told.kind() {
            Kind::Object if is_logged_in => match session_id {
                Some(id) => Ok(self.logged_in(&told, &id)),
                None if !self.site.sends_cookies => Ok(self.logged_in(&told, "")),
                // Without its cookie it is of no use: something on the way takes cookies away.
                None => self.no_session(no_cookie(&self.site.server)),
            },
            Kind::Object if uid.is_some() => Ok(Next::SecondFactor),
            _ => {
                let message = [
                    "The login was answered with ",
                    &told.in_words(),
                    " instead of a session",
                ];
                let mut error = Error::new(Class::Rpc, message.concat());
                error.place.status = Some(status);
                self.no_session(no_session_routes(&self.site.server, error))
            }
        }
    }

    /// What an error of the login means: a verdict, or that another protocol has to be tried.
    fn judged(&mut self, mut error: Error<V>) -> Step<V> {
        let server = &self.site.server;
        let has_trouble = error.place.status.is_some_and(has_trouble);
        match error.class {
            Class::Auth if error.message == "Access Denied" => {
                let secret = self.credentials.password.as_deref().unwrap_or_default();
                let hint = match is_key(secret) {
                    true => {
                        ". The password looks like an API key, which a session does not take: pass it as apiKey"
                    }
                    false => "",
                };
                Err(verdict::refused(server, self.credentials, hint))
            }
            // "Too many login failures, please wait a bit before trying again."
            Class::Auth | Class::RateLimit => {
                error.is_transient = true;
                Err(error.into())
            }
            Class::Network if has_trouble => Err(error.into()),
            Class::Access if error.message.starts_with("Database not found") => {
                Ok(Next::NoDatabase(error))
            }
            Class::Rpc if verdict::is_missing_database(&error) => Ok(Next::NoDatabase(error)),
            _ => self.no_session(no_session_routes(server, error)),
        }
    }

    fn no_session(&self, failure: Failure<V>) -> Step<V> {
        match self.is_free {
            true => Ok(Next::Absent(Some(failure))),
            false => Err(failure),
        }
    }

    fn logged_in(&self, told: &V, session_id: &str) -> Next<V> {
        let headers = match session_id {
            "" => self.site.headers.clone(),
            id => with_cookie(self.site, id),
        };
        let credentials = Some(Rc::clone(self.credentials));
        let wire = Box::new(WebSession {
            root: self.site.address(""),
            start: self.site.address(CALL_KW),
            headers: headers.into(),
            since: self.id.into(),
            credentials: credentials.filter(|credentials| !credentials.are_none()),
        });
        let info = session::info_of_web_session(told, session_id);
        Next::Done(LoggedIn { info, wire })
    }
}

impl<V: Carried> Login<V> for SessionLogin<'_, V> {
    fn protocol(&self) -> Protocol {
        Protocol::Session
    }

    fn begin(&mut self) -> Step<V> {
        if self.is_of_visitor() {
            return self.ask_visitor();
        }
        let site = self.site;
        self.id = site.next_id();
        let (username, password) = self.credentials.both(false)?;
        let body = super::authenticate::<V>(self.id, site.database()?, username, password);
        let url = site.address(AUTHENTICATE);
        let mut request = super::request(site, url, site.headers.clone(), body);
        request.wants = Wants::Headers;
        Ok(Next::Ask(Errand {
            request,
            protocol: Protocol::Session,
            path: AUTHENTICATE,
            id: self.id,
            open: envelope::open,
        }))
    }

    fn answered(&mut self, response: Response<V>) -> Step<V> {
        match self.is_of_visitor() {
            true => self.visitor(response),
            false => self.session(response),
        }
    }
}

/// The error for a server that does not know the session's routes.
fn no_session_routes<V: Carried>(server: &Server, error: Error<V>) -> Failure<V> {
    let status = error.place.status.unwrap_or_default();
    if error.data.is_some() || !matches!(status, 404 | 405) {
        return verdict::not_odoo(server, AUTHENTICATE, error);
    }
    let root = server.url.without_path();
    let mut error = error;
    error.class = Class::Rpc;
    error.message = [
        server.url.as_str(),
        " has no session routes: ",
        AUTHENTICATE,
        " answers ",
        &error.message,
        "; check the url",
        root.map_or("", |_| ", perhaps it is "),
        root.unwrap_or_default(),
        ", or leave the protocol to the client: protocol: 'auto'",
    ]
    .concat();
    error.into()
}

/// The error for a login that was right, and whose cookie did not arrive.
fn no_cookie<V: Carried>(server: &Server) -> Failure<V> {
    let message = [
        "The login succeeded, but the answer of ",
        server.url.as_str(),
        AUTHENTICATE,
        " came without its session_id cookie: a proxy or a fetch removes Set-Cookie. Fix that, or pass protocol: 'jsonrpc'",
    ];
    Failure::new(Class::Rpc, message.concat())
}
