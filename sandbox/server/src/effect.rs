//! Turns the sandbox's answers into HTTP, with what is to go wrong on the way.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::{Stream, StreamExt, stream};
use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use odoo_sandbox::{Effect, HttpResponse};

use crate::connection::Reset;

/// Time for what was sent to arrive before the connection is cut.
const BEFORE_THE_CUT: Duration = Duration::from_millis(50);
/// The pace of a dripping body: so many pieces, so far apart.
const DRIPS: usize = 100;
const BETWEEN_DRIPS: Duration = Duration::from_millis(10);
/// The size of chunks, small enough that a body has many.
const CHUNK: usize = 1_024;

/// Marks a response that must not be sent: the connection is closed instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Abort;

/// Sends an answer, or does what its effect asks for.
pub(crate) async fn send(answer: HttpResponse, reset: &Reset) -> Response<Body> {
    let effect = answer.effect;
    let (mut response, body) = head(answer);
    match effect {
        Some(Effect::Refuse) => return abort(response),
        Some(Effect::ResetBefore) => {
            reset.wish();
            return abort(response);
        }
        Some(Effect::HangBeforeHeaders) => std::future::pending().await,
        Some(Effect::Delay(milliseconds)) => {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        }
        _ => {}
    }
    *response.body_mut() = match effect {
        Some(Effect::ResetMidBody) => {
            promise(&mut response, body.len());
            reset.wish();
            Body::from_stream(half_of(body))
        }
        Some(Effect::Truncate) => {
            promise(&mut response, body.len());
            Body::from_stream(half_of(body))
        }
        Some(Effect::HangAfterHeaders) => {
            promise(&mut response, body.len());
            Body::from_stream(stream::pending::<io::Result<Bytes>>())
        }
        Some(Effect::Drip) => {
            promise(&mut response, body.len());
            let size = body.len().div_ceil(DRIPS).max(1);
            Body::from_stream(pieces(body, size).then(|piece| async {
                tokio::time::sleep(BETWEEN_DRIPS).await;
                piece
            }))
        }
        Some(Effect::Chunked) => Body::from_stream(pieces(body, CHUNK)),
        Some(Effect::Gzip) => match compress(&body) {
            Ok(compressed) => {
                let headers = response.headers_mut();
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                Body::from(compressed)
            }
            Err(_) => Body::from(body),
        },
        _ => Body::from(body),
    };
    response
}

/// Writes status and headers.
fn head(answer: HttpResponse) -> (Response<Body>, Bytes) {
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in &answer.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            response.headers_mut().append(name, value);
        }
    }
    (response, Bytes::from(answer.body))
}

fn abort(mut response: Response<Body>) -> Response<Body> {
    response.extensions_mut().insert(Abort);
    response
}

fn promise(response: &mut Response<Body>, length: usize) {
    response
        .headers_mut()
        .insert(CONTENT_LENGTH, HeaderValue::from(length));
}

/// Sends half of a body, then fails.
fn half_of(body: Bytes) -> impl Stream<Item = io::Result<Bytes>> {
    let half = body.slice(..body.len() / 2);
    stream::iter([Ok(half)]).chain(stream::once(async {
        tokio::time::sleep(BEFORE_THE_CUT).await;
        Err(io::Error::other("the rest is withheld"))
    }))
}

fn pieces(body: Bytes, size: usize) -> impl Stream<Item = io::Result<Bytes>> {
    let count = body.len().div_ceil(size);
    stream::iter((0..count).map(move |index| {
        let start = index * size;
        Ok(body.slice(start..body.len().min(start + size)))
    }))
}

fn compress(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body)?;
    encoder.finish()
}
