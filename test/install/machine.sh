# On the started machine: each block of the page, then what only a person in a browser does. Then it is switched off.
cd /root
: > /drill/results
: > /drill/said
say() { printf '%s\t%s\n' "$1" "$2" >> /drill/results; }
for script in /drill/[0-9].sh; do
  title=$(cat "${script%.sh}.title")
  if timeout 120 bash -e "$script" > /drill/out 2>&1; then
    say ok "$title"
  else
    { echo "$title:"; cat /drill/out; journalctl -n 40 --no-pager; } >> /drill/said
    say FAILED "$title"
    systemctl poweroff
    exit 1
  fi
done
cat /drill/out >> /drill/said
export NODE_EXTRA_CA_CERTS=/var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt
timeout 60 /opt/node/bin/node /drill/client.js "$(grep -o 'https://.*/setup?token=.*' /drill/out)" 2>> /drill/said >> /drill/results
for unit in mawa-web mawa-worker mawa-backup.timer caddy postgresql; do
  systemctl is-active --quiet $unit && say ok "$unit is running" || say FAILED "$unit is running"
done
ls /var/backups/mawa/*.data.age > /dev/null && say ok 'the first backup is there' || say FAILED 'the first backup is there'
runuser -u mawa -- cat /proc/"$(systemctl show -P MainPID mawa-web)"/environ | tr '\0' '\n' | grep -q 'postgresql://' &&
  say FAILED 'no password is in the environment' || say ok 'no password is in the environment'
grep -q FAILED /drill/results && journalctl -n 60 --no-pager >> /drill/said
systemctl poweroff
