/**
 * Tags and manifests are rows, blobs are files: when the database is lost, the blobs survive without a link to their
 * repositories. That was the loss of the incident.
 */
export const REGISTRY_SCHEMA = `
  create table if not exists manifests (
    repository text not null,
    digest text not null,
    media_type text not null,
    content blob not null,
    primary key (repository, digest)
  );
  create table if not exists tags (
    repository text not null,
    name text not null,
    digest text not null,
    primary key (repository, name),
    foreign key (repository, digest) references manifests (repository, digest)
  );
`;
