"""nginx in its two parts: the upstream that answers a constant, and the plain proxy Headgate is measured against."""

from collections.abc import Mapping
from pathlib import Path

from bench.certificates import Certificates
from bench.chat import AZURE_HEADERS, answer_body

FRAME = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    server_tokens off;
    tcp_nodelay on;
    client_header_buffer_size 8k;
    keepalive_requests 100000000;
    keepalive_timeout 3600s;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{servers}
}}
"""

CONSTANT_SERVER = """\
    server {{
        listen 127.0.0.1:{plain_port} backlog=4096;
        listen 127.0.0.1:{tls_port} ssl backlog=4096;
        ssl_certificate {certificates.certificate};
        ssl_certificate_key {certificates.key};
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_session_cache shared:tls:1m;
        default_type application/json;
{headers}
        location / {{ return 200 '{body}'; }}
    }}
"""

PROXY_SERVER = """\
    upstream {name} {{
        server 127.0.0.1:{upstream_port};
        keepalive 2048;
        keepalive_requests 100000000;
    }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{
            proxy_pass {scheme}://{name};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host localhost;
            proxy_buffering {buffering};
            proxy_read_timeout 120s;
            proxy_ssl_trusted_certificate {authority};
            proxy_ssl_verify on;
            proxy_ssl_name localhost;
            proxy_ssl_server_name on;
            proxy_ssl_session_reuse on;
            proxy_ssl_protocols TLSv1.2 TLSv1.3;
        }}
    }}
"""
"""Everything a careful operator turns on; the access log stays off, which makes nginx the harder mark."""


def write_constant(folder: Path, *, plain_port: int, tls_port: int, certificates: Certificates) -> Path:
    """Configuration of the upstream: Azure's headers and one kilobyte, on a plain and on a TLS port."""
    headers = "\n".join(f'        add_header {name} "{value}";' for name, value in AZURE_HEADERS.items())
    server = CONSTANT_SERVER.format(
        plain_port=plain_port,
        tls_port=tls_port,
        certificates=certificates,
        headers=headers,
        body=answer_body().decode(),
    )
    return _write(folder, server)


def write_proxy(folder: Path, *, ports: Mapping[str, int], upstreams: Mapping[str, str], authority: Path) -> Path:
    """Configuration of the proxy: one listening port for each upstream, both by the upstream's name."""
    servers = []
    for name, url in upstreams.items():
        scheme, address = url.split("://")
        servers.append(
            PROXY_SERVER.format(
                name=name,
                port=ports[name],
                scheme=scheme,
                upstream_port=address.split(":")[1],
                authority=authority,
                buffering="off" if name.startswith("stream") else "on",
            )
        )
    return _write(folder, "\n".join(servers))


def command(configuration: Path) -> list[str]:
    """The command that runs nginx in the foreground with this configuration."""
    return [
        "nginx",
        "-p",
        str(configuration.parent),
        "-c",
        str(configuration),
        "-e",
        str(configuration.parent / "error.log"),
    ]


def _write(folder: Path, servers: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "nginx.conf"
    configuration.write_text(FRAME.format(folder=folder, servers=servers))
    return configuration
