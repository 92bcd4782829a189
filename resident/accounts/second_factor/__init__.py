"""The second thing that shows who somebody is: steps of an authenticator app, and recovery codes for its loss."""
