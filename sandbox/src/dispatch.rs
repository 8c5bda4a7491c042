//! The way of a request through the server: database, content type, credentials, controller,
//! session.
//!
//! The order is Odoo's, and shows: a wrong content type is refused before a missing session, a
//! missing session before a malformed body — but from 18 on `call_kw` reads its body before
//! anything else, to learn whether the method is read-only.

use odoo_sandbox_orm::{Fault, Flavour};
use serde_json::Value;

use crate::envelope::{self, http_exception};
use crate::exchange::Exchange;
use crate::http::{HTML, HttpResponse};
use crate::json::JsonError;
use crate::route::{Auth, Endpoint, Kind, Route};
use crate::sandbox::Sandbox;
use crate::session::{Session, set_cookie, set_plain_cookie};
use crate::{page, python, xml_rpc};

/// Who asks, as far as is known by now.
#[derive(Debug, Default)]
pub(crate) struct Caller {
    /// The session id that came along, valid or not.
    pub(crate) presented: Option<String>,
    /// Whether it came otherwise than by cookie.
    pub(crate) explicit: bool,
    /// Its session, if it is valid.
    pub(crate) session: Option<Session>,
    /// The database the request is for.
    pub(crate) db: Option<String>,
    /// Who is logged in, or whose key it is.
    pub(crate) uid: Option<i64>,
}

/// What a controller returns.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    /// The result; `None` is Python's.
    pub(crate) result: Option<Value>,
    /// What became of the session.
    pub(crate) session: SessionChange,
}

impl From<Option<Value>> for Reply {
    fn from(result: Option<Value>) -> Self {
        Self {
            result,
            session: SessionChange::default(),
        }
    }
}

impl From<Value> for Reply {
    fn from(result: Value) -> Self {
        Some(result).into()
    }
}

/// What became of a session during a request.
#[derive(Debug, Default)]
pub(crate) enum SessionChange {
    /// Nothing: its cookie is sent only if the client has none that is valid.
    #[default]
    None,
    /// It was written to: its cookie is sent.
    Touched,
    /// Another took its place: its cookie is sent, that many times.
    Replaced {
        /// The new id.
        id: String,
        /// How often.
        times: usize,
    },
    /// It is over: a new, empty one takes its place.
    Destroyed,
}

impl Sandbox {
    /// Answers a request that no fault strikes.
    pub(crate) fn dispatch(&mut self, exchange: &mut Exchange) -> HttpResponse {
        let flavour = self.settings.flavour;
        let mut caller = self.identify(exchange);
        if let Err(response) = self.choose_database(exchange, &mut caller) {
            return response;
        }
        let form = exchange.xml_form(flavour);
        let Some(route) = exchange.route.take() else {
            return self.unknown_path(exchange, &caller);
        };
        if caller.db.is_none() && route.auth != Auth::None {
            return page::no_database(flavour);
        }
        if exchange.request.method == "OPTIONS" && route.endpoint == Endpoint::PeekNotifications {
            return self.preflight(exchange, &caller);
        }
        if !route.kind.takes(&exchange.mimetype, exchange.empty) {
            return wrong_content_type(flavour, exchange, &route);
        }
        match route.kind {
            Kind::Http => self.dispatch_http(exchange, &route, &caller),
            Kind::JsonRpc => self.dispatch_json_rpc(exchange, &route, &mut caller),
            Kind::Json2 => self.dispatch_json_2(exchange, &route, &mut caller),
            Kind::XmlRpc => self.dispatch_xml_rpc(exchange, form),
        }
    }

    /// Finds out which session came along.
    fn identify(&mut self, exchange: &Exchange) -> Caller {
        let presented = self.sessions.id_of(&exchange.request);
        let session = presented
            .as_deref()
            .and_then(|id| self.sessions.open(id, exchange.request.now_ms))
            .filter(|session| self.visible_databases().contains(&session.db.as_str()));
        let uid = session.as_ref().map(|session| session.uid);
        Caller {
            explicit: self.sessions.is_explicit(&exchange.request),
            presented,
            session,
            db: None,
            uid,
        }
    }

    /// Finds out which database is meant: the session's, the header's (19), or the only one.
    fn choose_database(
        &self,
        exchange: &Exchange,
        caller: &mut Caller,
    ) -> Result<(), HttpResponse> {
        let flavour = self.settings.flavour;
        let visible = self.visible_databases();
        let header = exchange
            .request
            .header("x-odoo-database")
            .filter(|_| flavour >= Flavour::V19);
        let by_session = caller.session.as_ref().map(|session| session.db.as_str());
        let chosen = match (by_session, header) {
            (Some(db), Some(header)) if db != header => {
                return Err(page::error(
                    flavour,
                    403,
                    "Forbidden",
                    "Cannot use both the session_id cookie and the x-odoo-database header.",
                ));
            }
            (Some(db), _) => Some(db),
            (None, Some(header)) => visible.contains(&header).then_some(header),
            (None, None) => match visible.as_slice() {
                [only] => Some(*only),
                _ => None,
            },
        };
        caller.db = chosen.map(str::to_owned);
        Ok(())
    }

    fn unknown_path(&mut self, exchange: &Exchange, caller: &Caller) -> HttpResponse {
        let flavour = self.settings.flavour;
        let now_ms = exchange.request.now_ms;
        if caller.db.is_none() {
            return page::no_database(flavour);
        }
        let mut page = page::website_not_found(flavour);
        if exchange.request.cookie("frontend_lang").is_none() {
            page = set_plain_cookie(page, "frontend_lang=en_US", None, now_ms);
        }
        self.keep_session(page, caller, SessionChange::None, now_ms)
    }

    /// Answers the one preflight that Odoo allows.
    fn preflight(&mut self, exchange: &Exchange, caller: &Caller) -> HttpResponse {
        let response = HttpResponse::new(204, HTML, "")
            .with_header("access-control-allow-origin", "*")
            .with_header("access-control-allow-methods", "POST")
            .with_header("access-control-max-age", "86400")
            .with_header(
                "access-control-allow-headers",
                "Origin, X-Requested-With, Content-Type, Accept, Authorization",
            );
        self.keep_session(
            response,
            caller,
            SessionChange::None,
            exchange.request.now_ms,
        )
    }

    fn dispatch_json_rpc(
        &mut self,
        exchange: &mut Exchange,
        route: &Route,
        caller: &mut Caller,
    ) -> HttpResponse {
        let moment = self.moment(exchange);
        let json = exchange
            .json
            .take()
            .unwrap_or_else(|| crate::json::parse(b""));
        if let Err(fault) = self.check_before_login(route, &json, caller) {
            return envelope::error(moment, &Value::Null, &fault);
        }
        if route.auth == Auth::User && caller.uid.is_none() {
            return envelope::error(moment, &Value::Null, &session_expired());
        }
        let mut body = match json {
            Ok(Value::Object(body)) => body,
            Ok(_) => return HttpResponse::new(400, HTML, "Invalid JSON-RPC data"),
            Err(JsonError::Malformed(_)) => {
                return HttpResponse::new(400, HTML, "Invalid JSON data");
            }
            Err(JsonError::TooDeep(fault)) => {
                return envelope::error(moment, &Value::Null, &fault);
            }
        };
        let id = body.get_mut("id").map(Value::take).unwrap_or_default();
        let params = match body.get_mut("params") {
            Some(params) => python::dict(params.take()),
            None => Ok(serde_json::Map::new()),
        };
        let reply =
            params.and_then(|params| self.controller(&exchange.request, route, caller, params));
        match reply {
            Ok(reply) => {
                let response = envelope::result(moment.flavour, &id, reply.result.as_ref());
                if !route.saves_session {
                    return response;
                }
                self.keep_session(response, caller, reply.session, exchange.request.now_ms)
            }
            Err(fault) => envelope::error(moment, &id, &fault),
        }
    }

    /// Does what 18 and 19 do first for `call_kw`: look up the model, to learn whether the method
    /// is read-only.
    fn check_before_login(
        &self,
        route: &Route,
        json: &Result<Value, JsonError>,
        caller: &Caller,
    ) -> Result<(), Fault> {
        let dataset = matches!(route.endpoint, Endpoint::CallKw | Endpoint::CallButton);
        if !dataset || self.settings.flavour < Flavour::V18 {
            return Ok(());
        }
        let body = json.as_ref().map_err(|error| error.clone().into_fault())?;
        let params = python::subscript(body, "params")?;
        let model = match python::subscript(params, "model") {
            Err(fault) if fault.name == "builtins.KeyError" => return Err(not_found()),
            model => model?,
        };
        python::hashable(model)?;
        let database = caller.db.as_deref().and_then(|db| self.database(db));
        let known = database
            .zip(model.as_str())
            .is_some_and(|(database, model)| database.has_model(model));
        if !known {
            return Err(not_found());
        }
        match python::subscript(params, "method")? {
            Value::String(_) => Ok(()),
            other => Err(python::type_error(format!(
                "attribute name must be string, not '{}'",
                python::class(other)
            ))),
        }
    }

    fn dispatch_json_2(
        &mut self,
        exchange: &mut Exchange,
        route: &Route,
        caller: &mut Caller,
    ) -> HttpResponse {
        let moment = self.moment(exchange);
        match self.bearer(exchange, caller) {
            Ok(uid) => caller.uid = Some(uid),
            Err(fault) => return envelope::bare_error(moment, &fault),
        }
        let body = match exchange.json.take() {
            Some(Ok(Value::Object(body))) => body,
            Some(Err(JsonError::Malformed(fault))) => {
                let words = format!("could not parse the body as json: {}", fault.message);
                return envelope::bare_error(moment, &http_exception("BadRequest", 400, words));
            }
            Some(Err(JsonError::TooDeep(fault))) => return envelope::bare_error(moment, &fault),
            Some(Ok(_)) | None => serde_json::Map::new(),
        };
        let result = match &route.endpoint {
            Endpoint::Json2 { .. } if body.contains_key("self") => Err(python::type_error(
                "WebJson2Controller.web_json_2_rpc() got multiple values for argument 'self'",
            )),
            Endpoint::Json2 { model, method } => self
                .call_json_2(caller, model, method, body)
                .map(envelope::bare),
            Endpoint::DocIndex => self.doc_index(&exchange.request, caller),
            Endpoint::DocModel { model } => self.doc_model(&exchange.request, caller, model),
            _ => Err(http_exception(
                "NotFound",
                404,
                "Did you mean POST /json/2/<model>/<method>?",
            )),
        };
        result.unwrap_or_else(|fault| envelope::bare_error(moment, &fault))
    }

    fn dispatch_xml_rpc(&mut self, exchange: &mut Exchange, form: xml_rpc::Form) -> HttpResponse {
        let call = exchange
            .json
            .take()
            .unwrap_or_else(|| Ok(Value::Null))
            .map_err(JsonError::into_fault);
        let result = call.and_then(|mut call| {
            let params = &mut call["params"];
            let args = params["args"].take();
            self.call_service(&params["service"], &params["method"], args)
        });
        match result {
            Ok(result) => xml_rpc::result(form, result.as_ref()),
            Err(fault) => xml_rpc::fault(form, &fault),
        }
    }

    /// Finds whose API key a request shows.
    pub(crate) fn bearer(&self, exchange: &Exchange, caller: &Caller) -> Result<i64, Fault> {
        let unauthorized = |words: &str| http_exception("Unauthorized", 401, words);
        let header = exchange.request.header("authorization").unwrap_or_default();
        let key = header
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, key)| key.trim());
        let Some(key) = key else {
            return Err(unauthorized(if caller.uid.is_some() {
                "Missing \"Authorization\" or Sec-headers for interactive usage."
            } else {
                "User not authenticated, use an API Key with a Bearer Authorization header."
            }));
        };
        let uid = caller
            .db
            .as_deref()
            .and_then(|db| self.database(db))
            .and_then(|database| database.user_of_api_key(key))
            .ok_or_else(|| unauthorized("Invalid apikey"))?;
        // A session that came along has to be that of the key's user.
        if caller.uid.is_some_and(|of_session| of_session != uid) {
            return Err(Fault::new(
                "odoo.exceptions.AccessDenied",
                "Session user does not match the used apikey",
            ));
        }
        Ok(uid)
    }

    /// Says what the words of an exception depend on.
    pub(crate) fn moment(&self, exchange: &Exchange) -> envelope::Moment {
        envelope::Moment {
            flavour: self.settings.flavour,
            now_ms: exchange.request.now_ms,
        }
    }

    /// Sends the session's cookie along where Odoo does.
    pub(crate) fn keep_session(
        &mut self,
        response: HttpResponse,
        caller: &Caller,
        change: SessionChange,
        now_ms: u64,
    ) -> HttpResponse {
        if caller.explicit {
            return response;
        }
        let current = caller
            .presented
            .as_deref()
            .filter(|_| caller.session.is_some());
        match (change, current) {
            (SessionChange::Replaced { id, times }, _) => {
                (0..times).fold(response, |response, _| set_cookie(response, &id, now_ms))
            }
            (SessionChange::Destroyed, _) => {
                let response = set_plain_cookie(response, "cids=", Some(0), now_ms);
                let id = self.sessions.new_id();
                set_cookie(response, &id, now_ms)
            }
            (change, Some(id)) => match (self.sessions.rotate_if_due(id, now_ms), change) {
                (Some(new_id), _) => set_cookie(response, &new_id, now_ms),
                (None, SessionChange::Touched) => set_cookie(response, id, now_ms),
                (None, _) if self.sessions.note_device(id) => set_cookie(response, id, now_ms),
                (None, _) => response,
            },
            (_, None) => {
                let id = self.sessions.new_id();
                set_cookie(response, &id, now_ms)
            }
        }
    }
}

fn wrong_content_type(flavour: Flavour, exchange: &Exchange, route: &Route) -> HttpResponse {
    let kinds: &[Kind] = if flavour >= Flavour::V19 {
        &[Kind::Http, Kind::JsonRpc, Kind::Json2]
    } else {
        &[Kind::Http, Kind::JsonRpc]
    };
    let compatible: Vec<&str> = kinds
        .iter()
        .filter(|kind| kind.takes(&exchange.mimetype, exchange.empty))
        .map(|kind| kind.name(flavour))
        .collect();
    page::wrong_content_type(
        flavour,
        &compatible,
        route.rule,
        route.kind.name(flavour),
        route.kind.mimetypes(),
    )
}

/// The exception of a session that is not, or no longer, there.
pub(crate) fn session_expired() -> Fault {
    Fault::new(envelope::SESSION_EXPIRED, "Session expired")
}

/// werkzeug's own `NotFound`, raised without arguments.
fn not_found() -> Fault {
    let mut fault = Fault::new(
        "werkzeug.exceptions.NotFound",
        "404 Not Found: The requested URL was not found on the server. If you entered the URL manually please check your \
         spelling and try again.",
    );
    fault.arguments.clear();
    fault
}
