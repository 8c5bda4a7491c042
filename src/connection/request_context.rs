//! One HTTP request and its answer, and what the program's hooks learn of it.

use super::{Answer, Connection};
use crate::advice;
use crate::error::{Class, Error, Failure, Place};
use crate::protocol::http::FetchFailure;
use crate::protocol::http::{Request, Response, Wants};
use crate::protocol::wire::Carried;
use crate::protocol::{CONTENT_TYPE, Call, Errand, Exchange, Protocol, Wire, gave_up, redirect};
use crate::reach;
use crate::text::find;
use crate::transport::{Event, Platform};
use crate::value::{Value, quote};

/// What a request belongs to.
pub(super) struct RequestContext<'a, V: Carried> {
    pub(super) protocol: Protocol,
    pub(super) purpose: Purpose<'a, V>,
    /// Which try this is, from 1.
    pub(super) attempt: u32,
}

/// What a request is for.
pub(super) enum Purpose<'a, V: Carried> {
    /// No call: what goes to this path.
    Errand(&'a str),
    /// A call, over the protocol of a login.
    Call(&'a dyn Wire<V>, &'a Exchange<'a, V>),
}

// A derived copy would want values that can be copied.
impl<V: Carried> Copy for Purpose<'_, V> {}

impl<V: Carried> Clone for Purpose<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V: Carried> Copy for RequestContext<'_, V> {}

impl<V: Carried> Clone for RequestContext<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<'a, V: Carried> RequestContext<'a, V> {
    /// That of a request that is not a call, to `path`.
    pub(super) fn to(path: &'a str, protocol: Protocol) -> Self {
        Self {
            protocol,
            purpose: Purpose::Errand(path),
            attempt: 1,
        }
    }

    /// That of a request that is not a call.
    pub(super) fn of(errand: &Errand<V>) -> Self {
        Self::to(errand.path, errand.protocol)
    }

    fn call(&self) -> Option<&Call<V>> {
        match self.purpose {
            Purpose::Errand(_) => None,
            Purpose::Call(_, exchange) => Some(exchange.call),
        }
    }

    /// Where an error of it happens.
    pub(super) fn place(&self) -> Place {
        let mut place = self.call().map(Call::place).unwrap_or_default();
        place.protocol = Some(self.protocol.name());
        place
    }

    /// The path that it goes to.
    fn sent_to(&self) -> String {
        match self.purpose {
            Purpose::Errand(path) => path.into(),
            Purpose::Call(wire, exchange) => wire.path(exchange),
        }
    }

    /// What the hooks get: `{protocol, model?, method?, path, attempt}`.
    fn info(&self) -> V {
        let place = self.place();
        let path = self.sent_to();
        let mut info = V::object();
        for (name, value) in [
            ("protocol", Some(self.protocol.name().into())),
            ("model", place.model),
            ("method", place.method),
            ("path", Some(path)),
        ] {
            if let Some(value) = value {
                info.set(name, V::string(&value));
            }
        }
        info.set("attempt", V::number(f64::from(self.attempt)));
        info
    }
}

/// A request that hooks watch. They learn of its end however it comes, even when the caller stopped
/// waiting.
struct Watched<'a, P: Platform> {
    platform: &'a P,
    context: RequestContext<'a, P::Value>,
    started: f64,
    status: Option<u16>,
    size: Option<f64>,
}

impl<P: Platform> Drop for Watched<'_, P> {
    fn drop(&mut self) {
        let mut info = self.context.info();
        let duration = self.platform.now_ms() - self.started;
        let status = self.status.map(f64::from);
        for (name, number) in [
            ("durationMs", Some(duration)),
            ("status", status),
            ("size", self.size),
        ] {
            if let Some(number) = number {
                info.set(name, P::Value::number(number));
            }
        }
        self.platform.tell(Event::Response(info));
    }
}

impl<P: Platform> Connection<P> {
    /// Sends a request and gives its answer, whatever that says.
    ///
    /// # Errors
    /// `Network` where none came.
    pub(super) async fn exchange(
        &self,
        request: Request<P::Value>,
        context: RequestContext<'_, P::Value>,
    ) -> Answer<P, Response<P::Value>> {
        let outcome = self.fetch(request, context).await;
        outcome.map_err(|failure| self.unreached(*failure, context))
    }

    /// The same, with the exception as it came.
    pub(super) async fn fetch(
        &self,
        mut request: Request<P::Value>,
        context: RequestContext<'_, P::Value>,
    ) -> Result<Response<P::Value>, Box<FetchFailure<P::Value>>> {
        let mut watched = None;
        if self.platform.is_watched() {
            self.platform.tell(Event::Request(context.info()));
            request.wants = Wants::Headers;
            watched = Some(Watched {
                platform: &self.platform,
                context,
                started: self.platform.now_ms(),
                status: None,
                size: None,
            });
        }
        let mut outcome = self.platform.fetch(request).await;
        if let Ok(response) = &mut outcome {
            self.without_echo(response);
        }
        if let Ok(response) = &mut outcome
            && !response.is_success()
        {
            let told = redirect::of(response, self.server.url.as_str(), &context.sent_to());
            if told.is_some() {
                response.head.get_or_insert_default().redirect = told;
            }
        }
        if let (Some(watched), Ok(response)) = (&mut watched, &outcome) {
            watched.status = Some(response.status).filter(|status| *status != 0);
            watched.size = response.head.as_ref().and_then(|head| head.content_length);
        }
        outcome
    }

    /// Forgets what came in place of an answer where it repeats a secret, as a page that shows the
    /// request does: errors tell of what came.
    fn without_echo(&self, response: &mut Response<P::Value>) {
        if let Some(head) = &mut response.head
            && head
                .came
                .as_ref()
                .is_some_and(|came| self.holds_secret(came))
        {
            head.came = None;
        }
    }

    /// Whether a text holds the password, the key, the session or a header of the configuration,
    /// written out or escaped.
    fn holds_secret(&self, text: &str) -> bool {
        let mut secrets = Vec::new();
        if let Some(credentials) = &*self.credentials.borrow() {
            secrets.extend([&credentials.password, &credentials.api_key].map(Clone::clone));
        }
        let session = self.session_info();
        secrets.push(session.and_then(|session| session.get("session_id")?.as_string()));
        let headers = self.platform.headers();
        for name in headers.keys() {
            if name != CONTENT_TYPE {
                secrets.push(headers.get_named(&name).and_then(|value| value.as_string()));
            }
        }
        secrets.into_iter().flatten().any(|secret| {
            let escaped = quote(&secret);
            let escaped = &escaped[1..escaped.len() - 1];
            !secret.is_empty()
                && [&secret, escaped]
                    .iter()
                    .any(|form| find(text, form).is_some())
        })
    }

    /// The error for a request that got no answer.
    pub(super) fn unreached(
        &self,
        failure: FetchFailure<P::Value>,
        context: RequestContext<'_, P::Value>,
    ) -> Failure<P::Value> {
        if failure.is_judged {
            return Failure::Thrown(failure.cause);
        }
        if failure.timed_out {
            let mut error = gave_up(failure.cause);
            error.place = context.place();
            return error.into();
        }
        let (url, said, is_first) = (&self.server.url, &failure.message, context.call().is_none());
        let message = [
            "Cannot reach ",
            url.as_str(),
            ": ",
            advice::of_openssl(said),
            &advice::of_unreached(url, said, is_first),
        ];
        let mut error = Error::new(Class::Network, message.concat());
        error.is_transient = !reach::is_of_settings(said, url.is_secure(), is_first);
        error.not_sent = failure.nothing_sent || reach::is_refused_here(said);
        error.place = context.place();
        error.caused_by(failure.cause).into()
    }
}
