//! Which path goes where: to the sandbox or a real server, or to a folder.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::routing::any;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Request, Response};
use odoo_sandbox::{HttpRequest, HttpResponse, Sandbox};
use tower::util::MapResponse;
use tower_http::services::ServeDir;

use crate::args::{Folder, RESERVED};
use crate::connection::Reset;
use crate::effect;
use crate::proxy::Proxy;

/// Bodies that are too large are still read to their end, so that the client gets to the answer;
/// but not for ever.
const MAX_DISCARDED: u64 = 1 << 30;

/// What every request needs.
#[derive(Clone, Debug)]
pub(crate) struct App(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    sandbox: Mutex<Sandbox>,
    proxy: Option<Proxy>,
    latency: Duration,
    max_content_length: usize,
    max_connections: usize,
    busy: AtomicUsize,
}

impl App {
    /// Makes an application of a sandbox.
    pub(crate) fn new(
        sandbox: Sandbox,
        proxy: Option<Proxy>,
        latency: Duration,
        max_connections: Option<usize>,
    ) -> Self {
        Self(Arc::new(Shared {
            max_content_length: sandbox.settings().max_content_length,
            sandbox: Mutex::new(sandbox),
            proxy,
            latency,
            max_connections: max_connections.unwrap_or(usize::MAX),
            busy: AtomicUsize::new(0),
        }))
    }

    /// Tells whether the connection that has just been made is to be refused.
    pub(crate) fn refuses_connection(&self) -> bool {
        self.sandbox(Sandbox::refuses_connection)
    }

    fn sandbox<T>(&self, work: impl FnOnce(&mut Sandbox) -> T) -> T {
        // A panic inside the sandbox is its own fault; the other requests still deserve an answer.
        let mut sandbox = self
            .0
            .sandbox
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        work(&mut sandbox)
    }

    /// Answers with the sandbox.
    async fn answer(&self, head: Parts, body: Bytes) -> HttpResponse {
        let pool = Pool::enter(&self.0);
        if !self.0.latency.is_zero() {
            tokio::time::sleep(self.0.latency).await;
        }
        let request = into_request(head, body);
        self.sandbox(|sandbox| {
            if pool.is_full() {
                sandbox.handle_with_full_pool(request)
            } else {
                sandbox.handle(request)
            }
        })
    }
}

/// A place in the pool of those answered at the same time.
struct Pool<'a> {
    shared: &'a Shared,
    others: usize,
}

impl<'a> Pool<'a> {
    fn enter(shared: &'a Shared) -> Self {
        let others = shared.busy.fetch_add(1, Ordering::Relaxed);
        Self { shared, others }
    }

    fn is_full(&self) -> bool {
        self.others >= self.shared.max_connections
    }
}

impl Drop for Pool<'_> {
    fn drop(&mut self) {
        self.shared.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Lays out the paths: Odoo's and the sandbox's own first, then folders, then whatever is left to
/// the sandbox.
pub(crate) fn router(app: App, folders: &[Folder]) -> Router {
    let mut router = Router::new();
    for path in RESERVED {
        router = router
            .route(path, any(odoo))
            .route(&format!("{path}/"), any(odoo))
            .route(&format!("{path}/{{*rest}}"), any(odoo));
    }
    let mut at_root = None;
    for folder in folders {
        let files = MapResponse::new(ServeDir::new(&folder.dir), with_file_headers);
        if folder.prefix.is_empty() {
            at_root = Some(files);
        } else {
            router = router.nest_service(&folder.prefix, files);
        }
    }
    match at_root {
        Some(files) => router.fallback_service(files),
        None => router.fallback(odoo),
    }
    .with_state(app)
}

/// Has a browser ask each time whether a file has changed, and gives every script the one type the
/// standard knows.
fn with_file_headers<B>(mut response: Response<B>) -> Response<B> {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value == "application/javascript")
    {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/javascript"));
    }
    response
}

/// Answers a request for Odoo.
async fn odoo(State(app): State<App>, request: Request<Body>) -> Response<Body> {
    let (mut head, body) = request.into_parts();
    let body = match collect(&mut head, body, app.0.max_content_length).await {
        Ok(body) => body,
        Err(_) => return Response::default(),
    };
    let reset = head.extensions.get::<Reset>().cloned().unwrap_or_default();
    let control = head.uri.path().starts_with("/sandbox/");
    if let Some(proxy) = app.0.proxy.as_ref().filter(|_| !control) {
        return proxy.forward(head, body).await;
    }
    effect::send(app.answer(head, body).await, &reset).await
}

/// Reads a body; one that is too large is thrown away, and only its length (as `content-length`) is
/// left to refuse it by.
async fn collect(head: &mut Parts, mut body: Body, limit: usize) -> Result<Bytes, axum::Error> {
    let mut kept = BytesMut::new();
    let mut length: u64 = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        length += data.len() as u64;
        if length >= limit as u64 {
            kept = BytesMut::new();
        } else {
            kept.extend_from_slice(&data);
        }
        if length > MAX_DISCARDED {
            break;
        }
    }
    if length >= limit as u64 {
        head.headers
            .insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    Ok(kept.freeze())
}

fn into_request(head: Parts, body: Bytes) -> HttpRequest {
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    HttpRequest {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers,
        body: body.into(),
        remote_addr: head
            .extensions
            .get::<SocketAddr>()
            .map_or_else(String::new, |address| address.ip().to_string()),
        now_ms: now.map_or(0, |now| u64::try_from(now.as_millis()).unwrap_or(u64::MAX)),
    }
}
