# As /etc/environment, for who enters with a shell alone; root reads /etc/containers/storage.conf.
[ "$(id -u)" = 0 ] || export CONTAINERS_STORAGE_CONF=/etc/containers/in-container.conf
