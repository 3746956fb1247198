def report(home, *, quick): pass
