#!/usr/bin/env node
import { main } from "drillbook/init";

process.exitCode = await main(process.argv.slice(2));
