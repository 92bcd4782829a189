"""What stands in these files; `{…}` is filled in."""

CADDY = """\
# Resident, served to the world. Written by `flask --app app operation files`; goes to /etc/caddy/Caddyfile.
# Caddy gets a certificate for the name by itself, which needs ports 80 and 443 open to the world, and tells the app
# who asks (X-Forwarded-For); what a visitor says there themselves it does not pass on.
{domain} {{
{tls}\trequest_body {{
\t\tmax_size 260MB
\t}}
\treverse_proxy 127.0.0.1:{port}
}}
"""

HARDENING = """\
User={user}
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
LockPersonality=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome={home}
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectSystem=strict
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service
"""

SETTINGS = """\
WorkingDirectory={root}
Environment={data_setting}
Environment={backup_setting}
Environment=RESIDENT_PUBLIC_URL=https://{domain} RESIDENT_TRUSTED_PROXIES=1
Environment=HOST=127.0.0.1 PORT={port} PYTHONDONTWRITEBYTECODE=1
# Keys, passwords and all other settings, one NAME=value a line; owned by root, mode 0600.
EnvironmentFile=-/etc/resident.env
"""

SERVICE = (
    """\
# Resident: web server and worker. Written by `flask --app app operation files`; goes to /etc/systemd/system/.
[Unit]
Description=Resident, the app of a neighbourhood
Wants=network-online.target
After=network-online.target{after}

[Service]
Type=exec
ExecStart={python} -m resident.supervisor
"""
    + SETTINGS
    + """\
Restart=on-failure
RestartSec=10
KillMode=mixed
# Requests at hand may take two minutes, and the supervisor waits for them.
TimeoutStopSec=180
ReadWritePaths={data} {backup_if_there} {build} {vendor}
"""
    + HARDENING
    + """
[Install]
WantedBy=multi-user.target
"""
)

VERIFY = (
    """\
# Proves the newest backup once a week. Written by `flask --app app operation files`; goes to /etc/systemd/system/.
[Unit]
Description=Resident: prove the newest backup

[Service]
Type=oneshot
ExecStart={python} -m flask --app app backup verify {backup}
"""
    + SETTINGS
    + """\
ReadWritePaths={data}
"""
    + HARDENING
)

TIMER = """\
# When the newest backup is proven. Written by `flask --app app operation files`; goes to /etc/systemd/system/.
[Unit]
Description=Resident: prove the newest backup every Sunday

[Timer]
OnCalendar=Sun 05:00
Persistent=yes

[Install]
WantedBy=timers.target
"""
