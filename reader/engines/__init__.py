"""Translation engines behind one protocol: each wrapped so that it can only fail well."""
