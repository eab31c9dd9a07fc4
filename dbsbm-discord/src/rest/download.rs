//! Files that people attached: fetched from where Discord keeps them, and from nowhere else.

use super::Rest;
use crate::{config::Endpoints, fault::Fault, request::Upload};
use reqwest::Url;

/// The most bytes of a file.
const MAX_UPLOAD: usize = 8 * 1024 * 1024;
/// Where Discord keeps attachments.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

impl Rest {
    /// The bytes of an attachment. Nobody's redirect is followed.
    ///
    /// # Errors
    /// A refusal in words for a file that is too large or lies elsewhere.
    pub(crate) async fn download(&self, endpoints: &Endpoints, file: &Upload) -> Result<Vec<u8>, Fault> {
        if file.size > MAX_UPLOAD as u64 {
            return Err(too_large(file.size));
        }
        let url = Url::parse(&file.url)
            .ok()
            .filter(|url| is_discords(endpoints, url));
        let Some(url) = url else {
            return Err(Fault::refused(
                "Pictures are taken from Discord's own storage alone: attach the file itself.",
            ));
        };
        let away = |e: reqwest::Error| Fault::Silent(e.without_url().to_string());
        let mut response = self.client.get(url).send().await.map_err(away)?;
        let status = response.status();
        if status.is_server_error() {
            return Err(Fault::Silent(format!(
                "status {} for an attachment",
                status.as_u16()
            )));
        }
        if !status.is_success() {
            return Err(Fault::refused(format!(
                "Discord does not hand out the file (status {}): attach it again.",
                status.as_u16()
            )));
        }
        // What was announced need not be what comes.
        let mut bytes = Vec::new();
        while let Some(part) = response.chunk().await.map_err(away)? {
            if bytes.len() + part.len() > MAX_UPLOAD {
                return Err(too_large((bytes.len() + part.len()) as u64));
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }
}

/// Discord's hosts by TLS; the stand-in's own address where the bot talks to a stand-in.
fn is_discords(endpoints: &Endpoints, url: &Url) -> bool {
    let plain = url.username().is_empty() && url.password().is_none();
    plain
        && match endpoints {
            Endpoints::Discord => {
                url.scheme() == "https"
                    && url.port().is_none()
                    && url.host_str().is_some_and(|host| HOSTS.contains(&host))
            }
            Endpoints::Local { api, .. } => Url::parse(api).is_ok_and(|api| api.origin() == url.origin()),
        }
}

fn too_large(bytes: u64) -> Fault {
    Fault::refused(format!(
        "The file has {:.1} MiB, at most {} MiB are taken: make it smaller.",
        f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0,
        MAX_UPLOAD / 1_048_576
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;
    use std::io::{Read as _, Write as _};

    /// A server of one answer, and what comes of a file that lies there.
    async fn answered(answer: &'static [u8], announced: u64) -> Result<Vec<u8>, Fault> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let api = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            if let Ok((mut stream, _)) = listener.accept() {
                let _ = stream.read(&mut [0; 1024]);
                let _ = stream.write_all(answer);
            }
        });
        let endpoints = Endpoints::Local {
            gateway: api.replace("http", "ws"),
            api: api.clone(),
        };
        let file = Upload {
            name: "a.png".into(),
            url: format!("{api}/a.png"),
            size: announced,
            mime: None,
        };
        let rest = Rest::new(&endpoints, Secret::new("token"), &dbsbm_store::GuildPart::ALL).unwrap();
        rest.download(&endpoints, &file).await
    }

    #[tokio::test]
    async fn large_files_and_redirects_are_refused() {
        let whole = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        assert_eq!(answered(whole, 2).await.unwrap(), b"ok");
        for (answer, announced, expect) in [
            (whole.as_slice(), 100 * 1024 * 1024, "100.0 MiB, at most 8 MiB"),
            (
                b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n".as_slice(),
                2,
                "status 302",
            ),
            (
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".as_slice(),
                2,
                "status 404",
            ),
        ] {
            let Err(Fault::Refused(why)) = answered(answer, announced).await else {
                panic!("{expect}")
            };
            assert!(why.contains(expect), "{why}");
        }
        let gone = answered(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", 2).await;
        assert!(matches!(gone, Err(Fault::Silent(_))));
    }

    #[test]
    fn only_discords_own_storage_is_asked() {
        let local = Endpoints::Local {
            api: "http://127.0.0.1:3902".into(),
            gateway: "ws://127.0.0.1:3902".into(),
        };
        for (endpoints, url, expect) in [
            (
                &Endpoints::Discord,
                "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1",
                true,
            ),
            (
                &Endpoints::Discord,
                "https://media.discordapp.net/attachments/1/2/a.png",
                true,
            ),
            (&Endpoints::Discord, "http://cdn.discordapp.com/a.png", false),
            (
                &Endpoints::Discord,
                "https://cdn.discordapp.com:8443/a.png",
                false,
            ),
            (
                &Endpoints::Discord,
                "https://cdn.discordapp.com@10.0.0.1/a.png",
                false,
            ),
            (
                &Endpoints::Discord,
                "https://cdn.discordapp.com.example/a.png",
                false,
            ),
            (&Endpoints::Discord, "https://169.254.169.254/latest", false),
            (&Endpoints::Discord, "http://127.0.0.1:3902/__cdn?u=1", false),
            (&local, "http://127.0.0.1:3902/__cdn?u=1", true),
            (&local, "http://127.0.0.1:3903/a.png", false),
            (&local, "https://cdn.discordapp.com/a.png", false),
        ] {
            assert_eq!(is_discords(endpoints, &Url::parse(url).unwrap()), expect, "{url}");
        }
    }
}
