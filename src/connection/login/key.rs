//! Logging in with an API key, over JSON-2: the key says whose it is, and is asked for the user's context and record.

use super::super::credentials::{fits_header, lacks};
use super::super::requests::{AUTHORIZATION, DATABASE};
use super::super::{Login, Wire, verdict};
use super::{Asking, Conversation, Next, Step, has_trouble, own_record};
use crate::error::{Class, Error, Failure};
use crate::protocol::http::{Body, Cookies, Response, Wants};
use crate::protocol::{Protocol, json2};
use crate::session::{self, KEY_FIELDS, User};
use crate::transport::Platform;
use crate::value::{Value, as_integer, quote, written};

impl<P: Platform> Conversation<'_, P> {
    /// Asks by the key, or by a `secret` that may be one.
    pub(super) fn ask_key(&mut self, secret: Option<String>) -> Step<P> {
        let credentials = &self.credentials;
        let password = || credentials.password.as_deref();
        let key = secret.as_deref().or(credentials.key()).or_else(password);
        let key = key.ok_or_else(|| lacks("apiKey"))?;
        if !fits_header(key) {
            return Err(verdict::no_header());
        }
        let bearer = ["bearer ", key].concat();
        let mut headers = self.connection.headers_with(AUTHORIZATION, &bearer);
        if let Some(database) = &self.connection.server.database {
            headers.set(DATABASE, P::Value::string(database));
        }
        self.headers = Some(headers);
        Ok(self.to_json2(Asking::KeyContext, P::Value::object()))
    }

    pub(super) fn key_context(&mut self, response: Response<P::Value>) -> Step<P> {
        let is_in_trouble = has_trouble(response.status);
        let context = match json2::open(response) {
            Ok(context) => context,
            Err(error) if error.class == Class::Auth => {
                return Err(match self.has_second_factor {
                    true => verdict::second_factor(),
                    false => verdict::refused_key(error),
                });
            }
            // Something else answered, or nothing that knows the address.
            Err(error) if error.class == Class::Network && !is_in_trouble => {
                return self.no_key_protocol(Some(error));
            }
            Err(error) => return Err(error.into()),
        };
        let Some(uid) = context.get("uid").as_ref().and_then(as_integer) else {
            let given = context.in_words();
            let message = ["The answer is ", &given, " and not a user's context"];
            let mut error = Error::new(Class::Rpc, message.concat());
            error.place.status = Some(200);
            return self.no_key_protocol(Some(error));
        };
        self.uid = uid;
        self.context = Some(context);
        let mut body = P::Value::object();
        body.set("ids", P::Value::array(vec![P::Value::number(uid as f64)]));
        let fields = KEY_FIELDS.map(P::Value::string);
        body.set("fields", P::Value::array(fields.into()));
        Ok(self.to_json2(Asking::KeyRecord, body))
    }

    pub(super) fn no_key_protocol(&mut self, error: Option<Error<P::Value>>) -> Step<P> {
        let status = error.as_ref().and_then(|error| error.place.status);
        self.earlier =
            error.map(|error| verdict::not_odoo(self.server(), json2::OWN_CONTEXT, error));
        if self.is_free() {
            return match self.has_second_factor {
                true => Err(verdict::second_factor()),
                false => self.ask_uid(),
            };
        }
        // Odoo's own 401 is described. This is somebody else's, and so is one that forbids or does not understand.
        if matches!(status, Some(200..300 | 400 | 401 | 403 | 407)) {
            return Err(self.failed());
        }
        let headers = self.connection.platform.headers();
        let request = self.connection.get(json2::VERSION, headers);
        Ok(Next::Ask(Asking::Version, request))
    }

    pub(super) fn key_record(&mut self, result: Result<P::Value, Error<P::Value>>) -> Step<P> {
        let record = own_record(result)?;
        let login = record
            .as_ref()
            .and_then(|record| record.get("login")?.as_string());
        let asked = self.credentials.username.as_deref();
        if let (Some(asked), Some(login)) = (asked, &login)
            && !asked.eq_ignore_ascii_case(login)
        {
            let message = [
                "Authentication failed: the API key belongs to another user than ",
                &quote(asked),
            ];
            return Err(Failure::new(Class::Auth, message.concat()));
        }
        let database = self.connection.server.database.as_deref();
        let info = session::info(User {
            uid: self.uid,
            database: database.unwrap_or_default(),
            username: login.as_deref().or(asked).unwrap_or_default(),
            context: self.context.take(),
            record,
        });
        let wire = Wire::Json2 {
            start: self.connection.address(json2::CALL),
            headers: self.headers.take().unwrap_or_else(P::Value::object),
            documents: Default::default(),
        };
        Ok(Next::Done(Login::new(info, wire)))
    }

    fn to_json2(&self, asking: Asking, body: P::Value) -> Next<P::Value> {
        let connection = self.connection;
        let url = connection.address(asking.about::<P::Value>().path);
        let headers = self.headers.clone().unwrap_or_else(P::Value::object);
        let mut request = connection.post(url, headers, written(&body));
        request.cookies = Cookies::Omitted;
        request.wants = Wants::Headers;
        Next::Ask(asking, request)
    }

    /// Which of the two reasons it is that JSON-2 does not answer.
    pub(super) fn no_json2(&mut self, response: &Response<P::Value>) -> Step<P> {
        let has_version =
            matches!(&response.body, Body::Json(told) if told.get("version").is_some());
        if has_version {
            return self.ask_databases(Error::new(Class::Rpc, ""), Protocol::Json2);
        }
        let said = match &self.earlier {
            Some(Failure::Error(error)) => [" It answers ", &error.message].concat(),
            _ => String::new(),
        };
        let message = [
            self.server().url.as_str(),
            " has no JSON-2 API: Odoo has it from version 19 on; leave the protocol to the client: protocol: 'auto'.",
            &said,
        ];
        Err(Failure::new(Class::Rpc, message.concat()))
    }

    /// Whether the password may be an API key, for which the `Authorization` header is free.
    pub(super) fn may_be_key(&self) -> bool {
        let headers = self.connection.platform.headers();
        let password = self.credentials.password.as_deref();
        headers.get(AUTHORIZATION).is_none() && password.is_some_and(fits_header)
    }
}
