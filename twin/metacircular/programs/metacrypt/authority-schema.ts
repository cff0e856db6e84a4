/** Without these rows a new authority is made, and certificates of the old one are no longer trusted. */
export const AUTHORITY_SCHEMA = `
  create table if not exists authority (
    id integer primary key check (id = 1),
    certificate text not null,
    private_key text not null,
    next_serial integer not null
  );
  create table if not exists certificates (
    serial text primary key,
    names text not null,
    not_after text not null,
    certificate text not null
  );
`;
