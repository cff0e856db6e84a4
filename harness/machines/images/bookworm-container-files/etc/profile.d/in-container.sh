# As /etc/environment, for who enters with a shell alone.
export CONTAINERS_STORAGE_CONF=/etc/containers/in-container.conf
