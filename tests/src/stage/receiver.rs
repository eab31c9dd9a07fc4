//! A receiver of outgoing webhooks: an HTTP server that keeps what comes and answers as the test says.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request that came.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// Method and path: `POST /x`.
    pub line: String,
    headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
}

impl Received {
    /// A header by its name in small letters.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value)
    }
}

/// A server on this machine. It ends with the test's process.
#[derive(Debug)]
pub struct Receiver {
    address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    came: Vec<Received>,
    answers: VecDeque<String>,
}

impl Receiver {
    /// Listens; gives these status lines with their headers in turn, such as `500 No`, and afterwards `204 OK`.
    pub fn start(answers: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let kept = Arc::new(Mutex::new(Kept {
            answers: answers.iter().map(ToString::to_string).collect(),
            ..Kept::default()
        }));
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            kept: Arc::clone(&kept),
        };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Who goes away in the middle of a request sent nothing.
                let _ = serve(stream, &kept);
            }
        });
        receiver
    }

    /// `http://127.0.0.1:4711`
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What came so far.
    pub fn came(&self) -> Vec<Received> {
        self.kept.lock().unwrap().came.clone()
    }
}

fn serve(stream: TcpStream, kept: &Mutex<Kept>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut received = Received {
        line: line.trim().trim_end_matches(" HTTP/1.1").into(),
        ..Received::default()
    };
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        let header = (name.to_lowercase(), value.trim().to_string());
        received.headers.push(header);
    }
    let mut body = vec![0; received.header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body)?;
    received.body = String::from_utf8_lossy(&body).into();
    let mut kept = kept.lock().unwrap();
    kept.came.push(received);
    let answer = kept.answers.pop_front().unwrap_or_else(|| "204 OK".into());
    write!(
        reader.get_mut(),
        "HTTP/1.1 {answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    )
}
