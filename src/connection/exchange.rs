//! One HTTP request and its answer, told to whoever watches.

use super::{Answer, Connection, Text};
use crate::error::{Class, Error, Failure, Place};
use crate::protocol::http::{Request, Response, Wants};
use crate::protocol::{Call, Protocol, envelope, jsonrpc, web_session};
use crate::transport::{Event, FetchFailure, Platform};
use crate::value::Value;

/// What a request is about.
#[derive(Clone, Debug)]
pub(super) struct About<'a, V> {
    pub(super) protocol: Protocol,
    /// Where it goes, if it is no call.
    pub(super) path: &'static str,
    pub(super) call: Option<&'a Call<V>>,
    /// Which try this is, from 1.
    pub(super) attempt: u32,
}

impl<V: Value> About<'_, V> {
    /// A request that is no call.
    pub(super) fn path(protocol: Protocol, path: &'static str) -> Self {
        Self {
            protocol,
            path,
            call: None,
            attempt: 1,
        }
    }

    fn place(&self) -> Place {
        let place = self.call.map(Call::place).unwrap_or_default();
        Place {
            protocol: Some(self.protocol.name()),
            ..place
        }
    }

    /// As whoever watches is told: `{protocol, model?, method?, path, attempt}`.
    fn info(&self) -> V {
        let place = self.place();
        let mut info = V::object();
        info.set("protocol", V::string(self.protocol.name()));
        let path = match self.call {
            Some(_) => self.protocol.path(&place),
            None => self.path.into(),
        };
        for (name, value) in [
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

impl<P: Platform> Connection<P> {
    /// Sends a request and gives its answer, whatever that says.
    ///
    /// # Errors
    /// `Network` where none came.
    pub(super) async fn exchange(
        &self,
        request: Request<P::Value>,
        about: About<'_, P::Value>,
    ) -> Answer<P, Response<P::Value>> {
        let outcome = self.fetch(request, &about).await;
        outcome.map_err(|failure| self.unreached(failure, &about))
    }

    /// The same, with the exception as it came.
    pub(super) async fn fetch(
        &self,
        mut request: Request<P::Value>,
        about: &About<'_, P::Value>,
    ) -> Result<Response<P::Value>, FetchFailure<P::Value>> {
        if !self.platform.is_watched() {
            return self.platform.fetch(request).await;
        }
        self.platform.tell(Event::Request(about.info()));
        request.wants = Wants::Headers;
        let started = self.platform.now_ms();
        let outcome = self.platform.fetch(request).await;
        let mut info = about.info();
        info.set(
            "durationMs",
            P::Value::number(self.platform.now_ms() - started),
        );
        if let Ok(response) = &outcome {
            info.set("status", P::Value::number(f64::from(response.status)));
            if let Some(size) = response.headers.content_length {
                info.set("size", P::Value::number(size));
            }
        }
        self.platform.tell(Event::Response(info));
        outcome
    }

    /// The error for a request that got no answer.
    pub(super) fn unreached(
        &self,
        failure: FetchFailure<P::Value>,
        about: &About<'_, P::Value>,
    ) -> Failure<P::Value> {
        if failure.is_judged {
            return Failure::Thrown(failure.cause);
        }
        let mut error = Error::new(
            Class::Network,
            format!(
                "Cannot reach {}: {}. Check the url, and that the server is running and reachable from here",
                self.server.url.as_str(),
                failure.message
            ),
        );
        error.is_transient = true;
        error.is_undone = failure.nothing_sent;
        error.place = about.place();
        error.caused_by(failure.cause).into()
    }

    /// Posts to `/jsonrpc`, and opens the answer.
    pub(super) async fn post_jsonrpc(&self, id: u64, body: Text<P>) -> Answer<P, P::Value> {
        let request = self.post(self.address(jsonrpc::PATH), self.platform.headers(), body);
        let about = About::path(Protocol::JsonRpc, jsonrpc::PATH);
        let response = self.exchange(request, about).await?;
        Ok(envelope::open(response, id, self.platform.now_ms())?)
    }

    /// Asks a session route that takes nothing but the cookie, and opens the answer.
    pub(super) async fn ask_session(
        &self,
        path: &'static str,
        headers: P::Value,
    ) -> Answer<P, P::Value> {
        let id = self.next_id();
        let body = web_session::without_params::<P::Value>(id);
        let request = self.in_session(self.address(path), headers, body);
        let response = self
            .exchange(request, About::path(Protocol::Session, path))
            .await?;
        Ok(envelope::open(response, id, self.platform.now_ms())?)
    }
}
