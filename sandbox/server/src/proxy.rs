//! Forwards Odoo's paths to a real server, so that a page of this origin can talk to it.

use axum::body::Body;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Request, Response, StatusCode, Uri, Version};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// Headers that belong to one connection and are not passed on.
const HOP_BY_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
];

/// A real Odoo server and the way there.
#[derive(Clone, Debug)]
pub(crate) struct Proxy {
    /// `https://host`, without a path.
    origin: String,
    host: HeaderValue,
    /// The path all others are below, without a slash at its end.
    base: String,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl Proxy {
    /// Prepares to forward to the server at `target`.
    ///
    /// # Errors
    /// Says what is wrong with the address.
    pub(crate) fn new(target: &Uri) -> Result<Self, String> {
        let (Some(scheme), Some(authority)) = (target.scheme_str(), target.authority()) else {
            return Err(format!(
                "{target} is not the address of a server: write it as https://example.odoo.com"
            ));
        };
        if !matches!(scheme, "http" | "https") {
            return Err(format!("{scheme} is neither http nor https"));
        }
        let host = HeaderValue::from_str(authority.as_str()).map_err(|error| error.to_string())?;
        // The machine's own certificates know a company's authority too; where it has none,
        // Mozilla's do.
        let connector = match HttpsConnectorBuilder::new().with_native_roots() {
            Ok(builder) => builder,
            Err(_) => HttpsConnectorBuilder::new().with_webpki_roots(),
        }
        .https_or_http()
        .enable_http1()
        .build();
        Ok(Self {
            origin: format!("{scheme}://{authority}"),
            host,
            base: target.path().trim_end_matches('/').to_owned(),
            client: Client::builder(TokioExecutor::new()).build(connector),
        })
    }

    /// Forwards a request and brings the answer back.
    pub(crate) async fn forward(&self, head: Parts, body: Bytes) -> Response<Body> {
        match self.exchange(head, body).await {
            Ok(response) => response,
            Err(error) => {
                let words = format!("The proxy cannot reach {}: {error}\n", self.origin);
                let mut response = Response::new(Body::from(words));
                *response.status_mut() = StatusCode::BAD_GATEWAY;
                response
            }
        }
    }

    async fn exchange(&self, head: Parts, body: Bytes) -> Result<Response<Body>, String> {
        let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = head.method;
        *request.uri_mut() = format!("{}{}{path}", self.origin, self.base)
            .parse()
            .map_err(|error| format!("{error}"))?;
        *request.headers_mut() = self.request_headers(head.headers);
        let response = self.client.request(request).await.map_err(|error| {
            // The cause says what matters: refused, no such host, an invalid certificate.
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            cause.unwrap_or_else(|| error.to_string())
        })?;
        let (mut head, body) = response.into_parts();
        head.version = Version::HTTP_11;
        head.headers = self.response_headers(head.headers);
        Ok(Response::from_parts(
            head,
            Body::new(body.map_err(axum::Error::new)),
        ))
    }

    /// Makes the request look as if it came from a page of the server itself.
    fn request_headers(&self, mut headers: HeaderMap) -> HeaderMap {
        drop_hop_by_hop(&mut headers);
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::HOST, self.host.clone());
        if headers.contains_key(header::ORIGIN)
            && let Ok(origin) = HeaderValue::from_str(&self.origin)
        {
            headers.insert(header::ORIGIN, origin);
        }
        headers.remove(header::REFERER);
        headers
    }

    /// Makes the answer fit a page of this origin: cookies without domain or `Secure`, redirects
    /// that stay here.
    fn response_headers(&self, mut headers: HeaderMap) -> HeaderMap {
        drop_hop_by_hop(&mut headers);
        let cookies: Vec<HeaderValue> = headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|cookie| {
                HeaderValue::from_str(&loopback_cookie(cookie.to_str().ok()?)).ok()
            })
            .collect();
        headers.remove(header::SET_COOKIE);
        for cookie in cookies {
            headers.append(header::SET_COOKIE, cookie);
        }
        let here = headers
            .get(header::LOCATION)
            .and_then(|location| location.to_str().ok()?.strip_prefix(&self.origin))
            .and_then(|path| HeaderValue::from_str(if path.is_empty() { "/" } else { path }).ok());
        if let Some(here) = here {
            headers.insert(header::LOCATION, here);
        }
        headers
    }
}

fn drop_hop_by_hop(headers: &mut HeaderMap) {
    let listed: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in HOP_BY_HOP.iter().chain(&listed) {
        headers.remove(name);
    }
}

/// Takes from a cookie what would keep a browser from storing it for http://localhost.
fn loopback_cookie(cookie: &str) -> String {
    let kept: Vec<&str> = cookie
        .split(';')
        .map(str::trim)
        .filter(|attribute| {
            let attribute = attribute.to_ascii_lowercase();
            attribute != "secure"
                && attribute != "samesite=none"
                && attribute != "partitioned"
                && !attribute.starts_with("domain=")
        })
        .collect();
    kept.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_made_fit_for_loopback() {
        assert_eq!(
            loopback_cookie(
                "session_id=abc; Domain=example.com; Max-Age=604800; HttpOnly; Secure; Path=/; SameSite=None"
            ),
            "session_id=abc; Max-Age=604800; HttpOnly; Path=/"
        );
    }

    #[test]
    fn an_address_without_a_scheme_is_refused() {
        assert!(Proxy::new(&"example.com".parse().expect("a URI")).is_err());
    }
}
