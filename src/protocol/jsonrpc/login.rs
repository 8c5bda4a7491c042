//! Logging in over `/jsonrpc`: the uid for name and password, then the user's own record.

use super::{JsonRpc, PATH};
use crate::error::{Class, Error, Failure};
use crate::protocol::http::{Response, Wants};
use crate::protocol::wire::{Carried, LoggedIn, Login, Next, Step};
use crate::protocol::{Call, Credentials, Errand, Protocol, Site, envelope, own_record, verdict};
use crate::session::{self, OWN_FIELDS, User};
use crate::value::{Kind, as_integer};

/// A login over `/jsonrpc`.
pub struct JsonRpcLogin<'a, V: Carried> {
    site: &'a Site<V>,
    credentials: &'a Credentials,
    /// Why another protocol did not work: the error where this one does not say more.
    earlier: Option<Failure<V>>,
    id: u64,
    /// The user's id, once it is known.
    uid: Option<i64>,
}

impl<'a, V: Carried> JsonRpcLogin<'a, V> {
    /// A login, perhaps after another protocol did not work.
    pub fn new(
        site: &'a Site<V>,
        credentials: &'a Credentials,
        earlier: Option<Failure<V>>,
    ) -> Self {
        Self {
            site,
            credentials,
            earlier,
            id: 0,
            uid: None,
        }
    }

    /// What follows a uid, or what came in its place.
    ///
    /// # Errors
    /// `Auth` where the server refuses the credentials; `Rpc` for what is no answer to a login.
    pub fn with_uid(&mut self, result: &V) -> Step<V> {
        match as_integer(result).filter(|uid| *uid > 0) {
            Some(uid) => {
                self.uid = Some(uid);
                self.ask_record(uid)
            }
            None if matches!(result.kind(), Kind::Null | Kind::Boolean | Kind::Number) => {
                let hint = match self.credentials.api_key {
                    Some(_) => {
                        ". Or the API key has expired, was revoked, or has a scope other than 'rpc'"
                    }
                    None => {
                        ". Or the user has two-factor authentication: then only an API key works, as apiKey"
                    }
                };
                let server = &self.site.server;
                Err(verdict::refused(server, self.credentials, hint))
            }
            None => {
                let message = [
                    "The login was answered with ",
                    &result.in_words(),
                    " instead of a user id; check that the url is the root of an Odoo server",
                ];
                Err(Failure::new(Class::Rpc, message.concat()))
            }
        }
    }

    fn no_uid(&mut self, error: Error<V>) -> Step<V> {
        if verdict::is_missing_database(&error) {
            return Ok(Next::NoDatabase(error));
        }
        match self.earlier.take() {
            // Odoo itself answered over the earlier protocol, or that one almost worked: its error
            // says more.
            Some(Failure::Error(earlier))
                if error.data.is_none()
                    && (earlier.data.is_some() || earlier.place.status.is_none()) =>
            {
                Err(earlier.into())
            }
            _ => Err(verdict::not_odoo(&self.site.server, PATH, error)),
        }
    }

    fn ask_record(&mut self, uid: i64) -> Step<V> {
        self.id = self.site.next_id();
        let encoded = super::encode(&Call::of(
            V::string("res.users"),
            "read",
            V::array(vec![
                V::array(vec![V::number(uid as f64)]),
                V::array(OWN_FIELDS.map(V::string).into()),
            ]),
            V::object(),
        ));
        let encoded = encoded.map_err(Failure::Thrown)?;
        let body = super::execute_kw::<V>(self.id, &self.repeated(uid)?, &encoded);
        Ok(self.ask(body))
    }

    fn with_record(&mut self, uid: i64, result: Result<V, Error<V>>) -> Step<V> {
        let record = own_record(result)?;
        let (username, _) = self.credentials.both(true)?;
        let info = session::info(User {
            uid,
            database: self.site.database()?,
            username,
            context: None,
            record,
        });
        let wire = Box::new(JsonRpc {
            endpoint: self.site.address(PATH),
            credentials: self.repeated(uid)?,
        });
        Ok(Next::Done(LoggedIn { info, wire }))
    }

    /// What every call repeats.
    fn repeated(&self, uid: i64) -> Result<V::Text, Failure<V>> {
        let (_, password) = self.credentials.both(true)?;
        Ok(super::credentials::<V>(
            self.site.database()?,
            uid,
            password,
        ))
    }

    fn ask(&self, body: V::Text) -> Next<V> {
        let site = self.site;
        let mut request = site.post(site.address(PATH), site.headers.clone(), body);
        request.wants = Wants::Headers;
        Next::Ask(Errand {
            request,
            protocol: Protocol::JsonRpc,
            path: PATH,
            id: self.id,
            open: envelope::open,
        })
    }
}

impl<V: Carried> Login<V> for JsonRpcLogin<'_, V> {
    fn protocol(&self) -> Protocol {
        Protocol::JsonRpc
    }

    fn begin(&mut self) -> Step<V> {
        self.id = self.site.next_id();
        let (username, password) = self.credentials.both(true)?;
        let body = super::login::<V>(self.id, self.site.database()?, username, password);
        Ok(self.ask(body))
    }

    fn answered(&mut self, response: Response<V>) -> Step<V> {
        let opened = envelope::open(response, self.id);
        match (self.uid, opened) {
            (Some(uid), opened) => self.with_record(uid, opened),
            (None, Ok(result)) => self.with_uid(&result),
            (None, Err(error)) => self.no_uid(error),
        }
    }
}
