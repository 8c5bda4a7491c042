//! Logging in with an API key: the key says whose it is, and is asked for the user's context and
//! record.

use super::{DATABASE, Json2, OWN_CONTEXT, OWN_RECORD, VERSION};
use crate::error::{Class, Error, Failure};
use crate::protocol::credentials::{fits_header, lacks};
use crate::protocol::http::{Body, Cookies, Response, Wants, has_trouble};
use crate::protocol::wire::{Carried, LoggedIn, Login, Next, Step};
use crate::protocol::{
    AUTHORIZATION, Credentials, Errand, Protocol, Site, bare, own_record, verdict,
};
use crate::session::{self, KEY_FIELDS, User};
use crate::value::{as_integer, quote, written};

/// What the last request asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// The context of the key's user.
    Context,
    /// The record of the key's user.
    Record,
    /// The server's version, where JSON-2 is not there.
    Version,
}

/// A login over JSON-2.
pub struct KeyLogin<'a, V: Carried> {
    site: &'a Site<V>,
    credentials: &'a Credentials,
    /// Whether the client may choose another protocol.
    is_free: bool,
    /// Whether the password is tried as a key, since the user has a second factor.
    has_second_factor: bool,
    asked: Asked,
    uid: i64,
    /// The context of the key's user.
    context: Option<V>,
    /// The headers, with the key.
    headers: V,
    /// Why JSON-2 does not answer.
    absence: Option<Failure<V>>,
}

impl<'a, V: Carried> KeyLogin<'a, V> {
    /// A login, perhaps with the password as the key of a user who has a second factor.
    pub fn new(
        site: &'a Site<V>,
        credentials: &'a Credentials,
        is_free: bool,
        has_second_factor: bool,
    ) -> Self {
        Self {
            site,
            credentials,
            is_free,
            has_second_factor,
            asked: Asked::Context,
            uid: 0,
            context: None,
            headers: V::undefined(),
            absence: None,
        }
    }

    fn with_context(&mut self, response: Response<V>) -> Step<V> {
        let is_in_trouble = has_trouble(response.status);
        let context = match bare::open(response) {
            Ok(context) => context,
            Err(error) if error.class == Class::Auth => {
                return Err(match self.has_second_factor {
                    true => verdict::second_factor(),
                    false => refused_key(error),
                });
            }
            // Something else answered, or nothing that knows the address.
            Err(error) if error.class == Class::Network && !is_in_trouble => {
                return self.no_json2(error);
            }
            Err(error) => return Err(error.into()),
        };
        let Some(uid) = context.get("uid").as_ref().and_then(as_integer) else {
            let given = context.in_words();
            let message = ["The answer is ", &given, " and not a user's context"];
            let mut error = Error::new(Class::Rpc, message.concat());
            error.place.status = Some(200);
            return self.no_json2(error);
        };
        self.uid = uid;
        self.context = Some(context);
        let mut body = V::object();
        body.set("ids", V::array(vec![V::number(uid as f64)]));
        body.set("fields", V::array(KEY_FIELDS.map(V::string).into()));
        self.asked = Asked::Record;
        Ok(self.ask(OWN_RECORD, body))
    }

    fn no_json2(&mut self, error: Error<V>) -> Step<V> {
        let status = error.place.status;
        let absence = verdict::not_odoo(&self.site.server, OWN_CONTEXT, error);
        if self.is_free {
            return Ok(Next::Absent(Some(absence)));
        }
        // Odoo's own 401 is described. This is somebody else's, and so is one that forbids or does
        // not understand.
        if matches!(status, Some(200..300 | 400 | 401 | 403 | 407)) {
            return Err(absence);
        }
        self.absence = Some(absence);
        self.asked = Asked::Version;
        Ok(Next::Ask(Errand {
            request: self.site.get(VERSION, self.site.headers.clone()),
            protocol: Protocol::Json2,
            path: VERSION,
            id: 0,
            open: super::open,
        }))
    }

    fn with_record(&mut self, result: Result<V, Error<V>>) -> Step<V> {
        let record = own_record(result)?;
        let login = record
            .as_ref()
            .and_then(|record| record.get("login")?.as_string());
        let asked = self.credentials.username.as_deref();
        if let (Some(asked), Some(login)) = (asked, &login)
            && !asked.eq_ignore_ascii_case(login)
        {
            let message = [
                "Authentication failed: the API key does not belong to ",
                &quote(asked),
                "; check username and apiKey",
            ];
            return Err(Failure::new(Class::Auth, message.concat()));
        }
        let database = self.site.server.database.as_deref();
        let info = session::info(User {
            uid: self.uid,
            database: database.unwrap_or_default(),
            username: login.as_deref().or(asked).unwrap_or_default(),
            context: self.context.take(),
            record,
        });
        let wire = Box::new(Json2 {
            start: self.site.address(super::CALL),
            headers: self.headers.clone(),
            descriptions: Default::default(),
        });
        Ok(Next::Done(LoggedIn { info, wire }))
    }

    fn ask(&self, path: &'static str, body: V) -> Next<V> {
        let url = self.site.address(path);
        let mut request = self.site.post(url, self.headers.clone(), written(&body));
        request.cookies = Cookies::Omitted;
        request.wants = Wants::Headers;
        Next::Ask(Errand {
            request,
            protocol: Protocol::Json2,
            path,
            id: 0,
            open: super::open,
        })
    }

    /// Which of the two reasons it is that JSON-2 does not answer: an old version, or an unknown
    /// database.
    fn with_version(&mut self, response: &Response<V>) -> Step<V> {
        let has_version =
            matches!(&response.body, Body::Json(told) if told.get("version").is_some());
        if has_version {
            return Ok(Next::NoDatabase(Error::new(Class::Rpc, "")));
        }
        let said = match &self.absence {
            Some(Failure::Error(error)) => [" It answers ", &error.message].concat(),
            _ => String::new(),
        };
        let message = [
            self.site.server.url.as_str(),
            " has no JSON-2 API: Odoo has it from version 19 on; leave the protocol to the client: protocol: 'auto'.",
            &said,
        ];
        Err(Failure::new(Class::Rpc, message.concat()))
    }
}

impl<V: Carried> Login<V> for KeyLogin<'_, V> {
    fn protocol(&self) -> Protocol {
        Protocol::Json2
    }

    fn begin(&mut self) -> Step<V> {
        let credentials = self.credentials;
        let password = credentials.password.as_deref();
        let key = match self.has_second_factor {
            true => password,
            false => credentials.key().or(password),
        };
        let key = key.ok_or_else(|| lacks("apiKey"))?;
        if !fits_header(key) {
            return Err(no_header());
        }
        let bearer = ["bearer ", key].concat();
        self.headers = self.site.headers_with(AUTHORIZATION, &bearer);
        if let Some(database) = &self.site.server.database {
            self.headers.set(DATABASE, V::string(database));
        }
        Ok(self.ask(OWN_CONTEXT, V::object()))
    }

    fn answered(&mut self, response: Response<V>) -> Step<V> {
        match self.asked {
            Asked::Context => self.with_context(response),
            Asked::Record => self.with_record(bare::open(response)),
            Asked::Version => self.with_version(&response),
        }
    }

    fn unanswered(&mut self) -> Option<Step<V>> {
        // The question for the version was only to say more of the failure before.
        self.absence.take().map(Err)
    }
}

/// The error for a key that the server refuses.
fn refused_key<V: Carried>(mut error: Error<V>) -> Failure<V> {
    let message = [
        "Authentication failed: the server refuses the API key (",
        &error.message,
        "). It may be wrong, revoked or expired, or have a scope other than 'rpc'. If it is a password, pass protocol: \
         'session'",
    ];
    error.message = message.concat();
    error.into()
}

/// The error for a secret that no `Authorization` header can carry.
fn no_header<V: Carried>() -> Failure<V> {
    let message =
        "Cannot authenticate over JSON-2: the password is not an API key. Pass one as apiKey";
    Failure::new(Class::Odoo, message)
}
