// Docker's own ones, and those of which courses speak.
const repositories: ReadonlySet<string> = new Set(
  (
    'adminer amazonlinux arangodb archlinux bash buildpack-deps caddy cassandra centos chronograf clojure composer consul couchbase couchdb ' +
    'docker drupal eclipse-mosquitto eclipse-temurin elasticsearch elixir erlang fedora fluentd ghost golang gradle groovy haskell ' +
    'influxdb jenkins jetty joomla jruby julia kibana kong logstash mariadb matomo maven mediawiki memcached mongo mongo-express mono mysql ' +
    'nats neo4j nextcloud odoo openjdk opensuse oraclelinux perl percona php postgres pypy python rabbitmq rails redmine rethinkdb ' +
    'rocket.chat ruby rust scratch sonarqube solr swarm swift telegraf tomcat vault wordpress zookeeper ' +
    'jpetazzo/httplat jpetazzo/busyhttp jpetazzo/figlet jpetazzo/trainingwheels jpetazzo/hamba jpetazzo/crashtest ' +
    'jpetazzo/shpod jpetazzo/goweb prom/prometheus prom/node-exporter grafana/grafana training/webapp ' +
    'portainer/portainer nicolaka/netshoot curlimages/curl bitnami/nginx bitnami/redis nginxdemos/hello containous/whoami traefik/whoami ' +
    'fluent/fluentd-kubernetes-daemonset rancher/k3s'
  ).split(' '),
);
const newestNginx = 31;

/** Whether the Docker Hub has an image that is not here: it is refused, where docker would pull it. */
export function isElsewhere(name: string, tag: string, isHere: boolean): boolean {
  if (!isHere) return repositories.has(name);
  // Of the official images there are far more versions than those here; whether this is one of them is not known.
  if (name.includes('/') || !/^\d|-slim$|-alpine$|alpine/.test(tag)) return false;
  const [, minor] = /^1\.(\d+)/.exec(tag) ?? [];
  return name !== 'nginx' || minor === undefined || Number(minor) <= newestNginx;
}
