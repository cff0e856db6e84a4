/** Without these rows the authority has forgotten what it issued, and gives its serial numbers a second time. */
export const AUTHORITY_SCHEMA = `
  create table if not exists authority (
    id integer primary key check (id = 1),
    next_serial integer not null
  );
  create table if not exists certificates (
    serial text primary key,
    names text not null,
    not_after text not null,
    certificate text not null
  );
`;
