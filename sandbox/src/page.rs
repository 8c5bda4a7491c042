//! The HTML pages of werkzeug and Odoo that a client meets where it expected JSON.

use odoo_sandbox_orm::Flavour;

use crate::http::{HTML, HttpResponse};
use crate::route::Endpoint;

/// The address Odoo 18 and 19 lead a browser to.
const BACKEND: &str = "/odoo";

/// Makes the page of an HTTP exception, as the series' werkzeug writes it. `description` is HTML.
pub(crate) fn error(flavour: Flavour, status: u16, title: &str, description: &str) -> HttpResponse {
    let doctype = if flavour == Flavour::V17 {
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">"
    } else {
        "<!doctype html>\n<html lang=en>"
    };
    HttpResponse::new(
        status,
        HTML,
        format!(
            "{doctype}\n<title>{status} {title}</title>\n<h1>{title}</h1>\n<p>{description}</p>\n"
        ),
    )
}

/// Makes the page of an exception in a controller of pages.
pub(crate) fn exception(flavour: Flavour, status: u16, message: &str) -> HttpResponse {
    const WORDS: &str = "The server encountered an internal error and was unable to complete your request. Either the \
                         server is overloaded or there is an error in the application.";
    let (title, words) = match status {
        403 => ("Forbidden", message),
        404 => ("Not Found", message),
        422 => ("Unprocessable Entity", message),
        // What else went wrong is for the server's log alone.
        _ => ("Internal Server Error", WORDS),
    };
    error(flavour, status, title, &escape(words).replace('\n', "<br>"))
}

/// Writes text as HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&#34;")
}

/// Makes the plain 404 page.
pub(crate) fn not_found(flavour: Flavour) -> HttpResponse {
    const WORDS: &str = "The requested URL was not found on the server. If you entered the URL manually please check your \
                         spelling and try again.";
    error(flavour, 404, "Not Found", WORDS)
}

/// Makes the 404 page of a server that cannot tell which database is meant.
pub(crate) fn no_database(flavour: Flavour) -> HttpResponse {
    if flavour < Flavour::V19 {
        return not_found(flavour);
    }
    HttpResponse::new(
        404,
        HTML,
        "<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>No database is selected and the requested \
         URL was not found in the server-wide controllers.</p>\n<p>Please verify the hostname, <a href=/web/login>login</a> \
         and try again.</p>\n\n<!-- Alternatively, use the X-Odoo-Database header. -->\n",
    )
}

/// Makes the 404 page of a database: a whole web page, of which this is the head.
pub(crate) fn website_not_found(flavour: Flavour) -> HttpResponse {
    let assets = match flavour {
        Flavour::V17 => "9e84381",
        Flavour::V18 => "d577695",
        _ => "09df270",
    };
    let page = include_str!("page/not_found.html").replace("{assets}", assets);
    HttpResponse::new(404, "text/html;charset=utf-8", page)
}

/// Makes the page that refuses a request whose content type does not fit the route (415 from 19 on, 400 before).
pub(crate) fn wrong_content_type(
    flavour: Flavour,
    compatible: &[&str],
    route: &str,
    route_type: &str,
    accept: &str,
) -> HttpResponse {
    let quote = if flavour == Flavour::V17 {
        "&#x27;"
    } else {
        "&#39;"
    };
    let compatible: Vec<String> = compatible
        .iter()
        .map(|name| format!("{quote}{name}{quote}"))
        .collect();
    let route = route.replace('<', "&lt;").replace('>', "&gt;");
    let words = format!(
        "Request inferred type is compatible with [{}] but {quote}{route}{quote} is type={quote}{route_type}{quote}.",
        compatible.join(", ")
    );
    if flavour < Flavour::V19 {
        return error(flavour, 400, "Bad Request", &words);
    }
    let words =
        format!("{words}<br><br>Please verify the Content-Type request header and try again.");
    error(flavour, 415, "Unsupported Media Type", &words).with_header("accept", accept)
}

/// Makes the page of a body that is larger than the server takes.
pub(crate) fn too_large(flavour: Flavour) -> HttpResponse {
    error(
        flavour,
        413,
        "Request Entity Too Large",
        "The data value transmitted exceeds the capacity limit.",
    )
}

/// Leads to `location`; Odoo 17 makes it absolute.
pub(crate) fn redirect(flavour: Flavour, host: &str, location: &str) -> HttpResponse {
    let shown = location.replace('&', "&amp;");
    if flavour == Flavour::V17 {
        let page = format!(
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<title>Redirecting...</title>\n\
             <h1>Redirecting...</h1>\n<p>You should be redirected automatically to target URL: \
             <a href=\"{shown}\">{shown}</a>. If not click the link."
        );
        return HttpResponse::new(303, HTML, page)
            .with_header("location", format!("http://{host}{location}"));
    }
    let page = format!(
        "<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be \
         redirected automatically to the target URL: <a href=\"{shown}\">{shown}</a>. If not, click the link.\n"
    );
    HttpResponse::new(303, HTML, page).with_header("location", location)
}

/// Leads from `/` to where the web client lives.
pub(crate) fn to_web_client(flavour: Flavour, host: &str) -> HttpResponse {
    let location = if flavour == Flavour::V17 {
        "/web"
    } else {
        BACKEND
    };
    redirect(flavour, host, location)
}

/// Makes a page of the web client, of which the sandbox shows no more than that it is one.
pub(crate) fn plain(endpoint: &Endpoint) -> HttpResponse {
    let content = match endpoint {
        Endpoint::Login => {
            "<form class=\"oe_login_form\" role=\"form\" method=\"post\" action=\"/web/login\"></form>"
        }
        _ => "<p>The sandbox has no web client: it answers programs.</p>",
    };
    HttpResponse::new(
        200,
        HTML,
        format!(
            "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"/><title>Odoo</title></head>\n<body>{content}</body>\n\
             </html>\n"
        ),
    )
}

/// Makes the page of a server whose connections to the database are all taken.
pub(crate) fn pool_full(flavour: Flavour) -> HttpResponse {
    error(
        flavour,
        500,
        "Internal Server Error",
        "The Connection Pool Is Full",
    )
}
