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

/// Makes the 404 page of routes that look up files, the same in every series.
pub(crate) fn plain_not_found() -> HttpResponse {
    not_found(Flavour::V19)
}

/// Makes the page of an answer that cannot be written down: it has half of an emoji in it.
pub(crate) fn unsendable() -> HttpResponse {
    const WORDS: &str = "The server encountered an internal error and was unable to complete your request. Either the \
                         server is overloaded or there is an error in the application.";
    error(Flavour::V19, 500, "Internal Server Error", WORDS)
}

/// Makes the page that werkzeug's exceptions have that know no status: HTTP 200 all the same.
pub(crate) fn unknown_error(description: &str) -> HttpResponse {
    let page = format!(
        "<!doctype html>\n<html lang=en>\n<title>None Unknown Error</title>\n<h1>Unknown Error</h1>\n<p>{description}</p>\n"
    );
    HttpResponse::new(200, HTML, page)
}

/// Makes the page of a verb that a path of XML-RPC does not take.
pub(crate) fn wrong_verb(flavour: Flavour) -> HttpResponse {
    const WORDS: &str = "The method is not allowed for the requested URL.";
    error(flavour, 405, "Method Not Allowed", WORDS).with_header("allow", "OPTIONS, POST")
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
    let words = "The page you were looking for could not be found in the sandbox.";
    website(flavour, 404, "404: Page not found!", words)
}

/// Makes the page that tells a browser what went wrong: a whole web page for what users can do
/// something about.
pub(crate) fn website_error(flavour: Flavour, status: u16, message: &str) -> HttpResponse {
    let title = match status {
        400 => "400: Bad Request",
        403 => "403: Forbidden",
        404 => return website_not_found(flavour),
        422 => "422: Unprocessable Entity",
        _ => {
            let title = "500: Internal Server Error";
            let page = format!(
                "\n        \n        \n        \n        \n        \n        <html>\n            <head>\n                \
                 <title>Internal Server Error</title>\n            </head>\n            <body>\n                \
                 <h2>{title}</h2>\n            </body>\n        </html>"
            );
            return HttpResponse::new(500, "text/html;charset=utf-8", page);
        }
    };
    website(
        flavour,
        status,
        title,
        &escape(message).replace('\n', "<br>"),
    )
}

fn website(flavour: Flavour, status: u16, title: &str, words: &str) -> HttpResponse {
    let assets = match flavour {
        Flavour::V17 => "9e84381",
        Flavour::V18 => "d577695",
        _ => "09df270",
    };
    let page = include_str!("page/website.html")
        .replace("{assets}", assets)
        .replace("{title}", title)
        .replace("{words}", words);
    HttpResponse::new(status, "text/html;charset=utf-8", page)
}

/// Makes the page that refuses a request whose content type does not fit the route (415 from 19 on,
/// 400 before).
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
