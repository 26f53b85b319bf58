import type { RowKind } from './template.ts';

/** The rows of `docker ps`. */
export const containerRows: RowKind = {
  type: '*formatter.ContainerContext',
  heads: {
    ...{ ID: 'CONTAINER ID', Names: 'NAMES', Image: 'IMAGE', Command: 'COMMAND', CreatedAt: 'CREATED AT' },
    ...{ RunningFor: 'CREATED', Ports: 'PORTS', State: 'STATE', Status: 'STATUS', Size: 'SIZE', Labels: 'LABELS' },
    ...{ Mounts: 'MOUNTS', LocalVolumes: 'LOCAL VOLUMES', Networks: 'NETWORKS' },
  },
  hasLabels: true,
  table: 'table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}',
  raw: `container_id: {{.ID}}
image: {{.Image}}
command: {{.Command}}
created_at: {{.CreatedAt}}
state: {{- pad .State 1 0}}
status: {{- pad .Status 1 0}}
names: {{.Names}}
labels: {{- pad .Labels 1 0}}
ports: {{- pad .Ports 1 0}}
`,
};

/** The same with `--size`. */
export const containerRowsWithSize: RowKind = { ...containerRows, table: `${containerRows.table}\t{{.Size}}` };

/** The rows of `docker images`. */
export const imageRows: RowKind = {
  type: '*formatter.imageContext',
  heads: {
    ...{ ID: 'IMAGE ID', Repository: 'REPOSITORY', Tag: 'TAG', Digest: 'DIGEST', CreatedSince: 'CREATED' },
    ...{ CreatedAt: 'CREATED AT', Size: 'SIZE', Containers: 'CONTAINERS', VirtualSize: 'SIZE' },
    ...{ SharedSize: 'SHARED SIZE', UniqueSize: 'UNIQUE SIZE' },
  },
  table:
    'table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}\t{{.Size}}',
  raw: `repository: {{ .Repository }}
tag: {{.Tag}}
image_id: {{.ID}}
created_at: {{.CreatedAt}}
virtual_size: {{.Size}}
`,
};

/** The same with `--digests`. */
export const imageRowsWithDigests: RowKind = {
  ...imageRows,
  table: imageRows.table.replace('{{.Tag}}\t', '{{.Tag}}\t{{.Digest}}\t'),
  raw: imageRows.raw?.replace('tag: {{.Tag}}\n', 'tag: {{.Tag}}\ndigest: {{.Digest}}\n') ?? '',
};
/** The rows of `docker volume ls`. */
export const volumeRows: RowKind = {
  type: '*formatter.volumeContext',
  heads: {
    ...{ Name: 'VOLUME NAME', Driver: 'DRIVER', Scope: 'SCOPE', Mountpoint: 'MOUNTPOINT', Labels: 'LABELS' },
    ...{ Links: 'LINKS', Size: 'SIZE' },
  },
  hasLabels: true,
  table: 'table {{.Driver}}\t{{.Name}}',
  raw: 'name: {{.Name}}\\ndriver: {{.Driver}}\\n',
};

/** The rows of `docker network ls`. */
export const networkRows: RowKind = {
  type: '*network.networkContext',
  heads: {
    ...{ ID: 'NETWORK ID', Name: 'NAME', Driver: 'DRIVER', Scope: 'SCOPE', IPv6: 'IPV6', Internal: 'INTERNAL' },
    ...{ Labels: 'LABELS', CreatedAt: 'CREATED AT' },
  },
  hasLabels: true,
  table: 'table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}',
  raw: 'network_id: {{.ID}}\\nname: {{.Name}}\\ndriver: {{.Driver}}\\nscope: {{.Scope}}\\n',
};
