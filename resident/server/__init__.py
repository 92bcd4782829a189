"""The web server: uvicorn's event loop holds the connections, threads run Flask.

Whoever is slow (a silent connection, half a header, a body in drips, an answer that nobody reads) keeps the
loop waiting, which costs nothing, and never a thread: a request goes to a thread when it is whole, and the
thread is free again when the answer is made.
"""
