//! Listens, accepts, and ends when asked to.

use std::convert::Infallible;
use std::io::{ErrorKind, Write};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tower::ServiceExt;

use crate::app::App;
use crate::connection::{Connection, Reset};
use crate::effect::Abort;

/// How many connections may wait to be accepted. Of hundreds that come at once none is to be turned
/// away: it would come again after a second, and take that long however fast the answer.
const BACKLOG: u32 = 4096;
/// How long answers on their way may still take after Ctrl-C.
const FAREWELL: Duration = Duration::from_secs(1);

/// Takes the port.
///
/// # Errors
/// Says why it cannot be had, and what to do.
pub(crate) fn bind(host: IpAddr, port: u16) -> Result<TcpListener, String> {
    let address = SocketAddr::new(host, port);
    listen(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => format!(
            "port {port} is taken: another program listens there. Stop it, or choose another port with --port (0 for any)"
        ),
        ErrorKind::PermissionDenied => {
            format!("port {port} needs more rights: choose one above 1023 with --port")
        }
        _ => format!("cannot listen on {address}: {error}"),
    })
}

fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // As `TcpListener::bind` does: on Windows it would mean something else.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Returns the port that was taken.
///
/// # Errors
/// Says why it is not known.
pub(crate) fn port(listener: &TcpListener) -> Result<u16, String> {
    Ok(address(listener)?.port())
}

fn address(listener: &TcpListener) -> Result<SocketAddr, String> {
    listener
        .local_addr()
        .map_err(|error| format!("cannot tell the port: {error}"))
}

/// Serves until Ctrl-C.
///
/// # Errors
/// Says why the address of the socket is not known.
pub(crate) async fn run(
    listener: TcpListener,
    app: App,
    router: Router,
    keep_alive: bool,
) -> Result<(), String> {
    announce(address(&listener)?);
    let graceful = GracefulShutdown::new();
    let mut end = std::pin::pin!(end_asked_for());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file descriptors, or the client gave up already: the next one may fare better.
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
        if app.refuses_connection() {
            refuse(stream);
            continue;
        }
        let _ = stream.set_nodelay(true);
        let connection = Connection::new(stream);
        let reset = connection.reset();
        let router = router.clone();
        let service =
            service_fn(move |request| respond(router.clone(), request, peer, reset.clone()));
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .keep_alive(keep_alive)
            .serve_connection(TokioIo::new(connection), service);
        let served = graceful.watch(served);
        tokio::spawn(async move {
            // A connection that breaks is the client's affair, or the fault that was asked for.
            let _ = served.await;
        });
    }
    // Whoever comes now is not kept waiting, and the next server finds the port free.
    drop(listener);
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
    Ok(())
}

/// Says where the server listens: scripts read the first line.
fn announce(address: SocketAddr) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "listening on http://{address}");
    let _ = out.flush();
}

/// Closes a connection at once, as a port does where nobody listens: with a reset.
fn refuse(stream: TcpStream) {
    let connection = Connection::new(stream);
    connection.reset().wish();
}

async fn respond(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    reset: Reset,
) -> Result<Response<Body>, Aborted> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(peer);
    request.extensions_mut().insert(reset);
    let response = match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never as Infallible {},
    };
    if response.extensions().get::<Abort>().is_some() {
        return Err(Aborted);
    }
    Ok(response)
}

/// Makes hyper close the connection without an answer.
#[derive(Debug)]
struct Aborted;

impl std::fmt::Display for Aborted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the answer is withheld")
    }
}

impl std::error::Error for Aborted {}

async fn end_asked_for() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
